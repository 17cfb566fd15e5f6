import { S3Error } from '../../errors/s3-error.ts';
import { xmlAnswer } from '../../http/answer.ts';
import { queryValue } from '../../http/request-head.ts';
import { canonicalUserId } from '../../storage/canonical-user-id.ts';
import { readLimit } from '../list-page.ts';
import { type ObjectContext, type Operation, xmlTime } from '../operation.ts';
import { findUpload } from './find-upload.ts';
import { describeChecksum } from './list-uploads.ts';

export const listParts: Operation<ObjectContext> = (context) => {
  const { head, bucket } = context;
  const upload = findUpload(context);
  const most = readLimit(head, 'max-parts');
  const marker = readMarker(queryValue(head, 'part-number-marker'));
  const after = [...upload.parts.values()].filter(({ number }) => number > marker).sort((a, b) => a.number - b.number);
  const parts = after.slice(0, most);
  const owner = { ID: canonicalUserId(bucket.accountId) };
  return xmlAnswer('ListPartsResult', {
    Bucket: bucket.name,
    Key: upload.key,
    UploadId: upload.id,
    Initiator: owner,
    Owner: owner,
    StorageClass: upload.attributes.storageClass,
    PartNumberMarker: marker,
    NextPartNumberMarker: parts.at(-1)?.number ?? 0,
    MaxParts: most,
    IsTruncated: after.length > parts.length,
    ...describeChecksum(upload),
    Part: parts.map(({ number, etag, lastModified, content, checksum, checksumShown }) => ({
      PartNumber: number,
      LastModified: xmlTime(lastModified),
      ETag: etag,
      Size: content.length,
      ...(checksumShown ? { [`Checksum${checksum.algorithm.toUpperCase()}`]: checksum.value } : {}),
    })),
  });
};

function readMarker(value: string | undefined): number {
  if (value === undefined || value === '') return 0;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new S3Error('InvalidArgument', {
    message: 'Provided part-number-marker not an integer or within integer range',
    fields: { ArgumentName: 'part-number-marker', ArgumentValue: value },
  });
}
