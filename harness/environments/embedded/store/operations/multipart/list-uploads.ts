import { xmlAnswer } from '../../http/answer.ts';
import { queryValue } from '../../http/request-head.ts';
import { canonicalUserId } from '../../storage/canonical-user-id.ts';
import { compareKeys } from '../../storage/key-order.ts';
import type { MultipartUpload } from '../../storage/multipart-upload.ts';
import { pageOf, readPageRequest } from '../list-page.ts';
import { type BucketContext, type Operation, xmlTime } from '../operation.ts';

/** By key, uploads of one key by when they began; `upload-id-marker` counts only beside `key-marker`. */
export const listMultipartUploads: Operation<BucketContext> = ({ bucket, head }) => {
  const page = readPageRequest(head, 'max-uploads');
  const keyMarker = queryValue(head, 'key-marker') ?? '';
  const uploadMarker = queryValue(head, 'upload-id-marker') ?? '';
  const all = [...bucket.uploads.values()].sort(
    (a, b) => compareKeys(a.key, b.key) || a.initiatedAt - b.initiatedAt || compareKeys(a.id, b.id),
  );
  const marked = all.findIndex(({ key, id }) => key === keyMarker && id === uploadMarker);
  const { items, prefixes, next } = pageOf(all, page, keyMarker, (item) => marked !== -1 && all.indexOf(item) > marked);
  const owner = { ID: canonicalUserId(bucket.accountId) };
  return xmlAnswer('ListMultipartUploadsResult', {
    Bucket: bucket.name,
    KeyMarker: page.encode(keyMarker),
    UploadIdMarker: keyMarker === '' ? '' : uploadMarker,
    NextKeyMarker: page.encode(next?.key ?? items.at(-1)?.key ?? ''),
    NextUploadIdMarker: (next ?? { item: items.at(-1) }).item?.id ?? '',
    Delimiter: page.delimiter === '' ? undefined : page.encode(page.delimiter),
    Prefix: page.prefix === '' ? undefined : page.encode(page.prefix),
    EncodingType: page.encoding,
    MaxUploads: page.most,
    IsTruncated: next !== undefined,
    Upload: items.map((upload) => ({
      Key: page.encode(upload.key),
      UploadId: upload.id,
      ...describeChecksum(upload),
      Initiator: owner,
      Owner: owner,
      StorageClass: upload.attributes.storageClass,
      Initiated: xmlTime(upload.initiatedAt),
    })),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: page.encode(prefix) })),
  });
};

/** What S3 says of the checksum of an upload, where the client chose one. */
export function describeChecksum({ checksumAlgorithm, checksumType }: MultipartUpload) {
  if (checksumAlgorithm === undefined) return {};
  return { ChecksumAlgorithm: checksumAlgorithm.toUpperCase(), ChecksumType: checksumType };
}
