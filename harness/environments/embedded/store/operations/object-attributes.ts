import { S3Error } from '../errors/s3-error.ts';
import { xmlAnswer } from '../http/answer.ts';
import type { RequestHead } from '../http/request-head.ts';
import type { XmlElements } from '../http/xml.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { requireDecryptable } from './encryption-headers.ts';
import { findObject } from './find-version.ts';
import { versionHeader } from './object-headers.ts';
import { type ObjectContext, type Operation, objectArn } from './operation.ts';

const mostParts = 1000;
const known = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];
const header = 'x-amz-object-attributes';

export const getObjectAttributes: Operation<ObjectContext> = (context) => {
  const { head, bucket, key } = context;
  const wanted = readWanted(head);
  context.require('s3:GetObject', objectArn(bucket.name, key));
  const object = findObject(context);
  requireDecryptable(head, object.encryption);
  const { checksum } = object;
  const parts: XmlElements = {
    ETag: object.etag.slice(1, -1),
    Checksum: {
      [`Checksum${checksum.algorithm.toUpperCase()}`]: checksum.value.replace(/-\d+$/, ''),
      ChecksumType: checksum.type,
    },
    ObjectParts: describeParts(head, object),
    StorageClass: object.storageClass,
    ObjectSize: object.content.length,
  };
  return xmlAnswer(
    'GetObjectAttributesResponse',
    Object.fromEntries(known.filter((name) => wanted.has(name)).map((name) => [name, parts[name]])),
    { 'last-modified': new Date(object.lastModified).toUTCString(), ...versionHeader(bucket, object) },
  );
};

function readWanted({ headers }: RequestHead): ReadonlySet<string> {
  const wanted = (headers.get(header) ?? '').split(',').map((name) => name.trim());
  if (wanted.every((name) => known.includes(name))) return new Set(wanted);
  throw new S3Error('InvalidArgument', {
    message: 'Invalid attribute name specified.',
    fields: { ArgumentName: header, ArgumentValue: headers.get(header) },
  });
}

/** S3 lists the parts themselves only where each has a checksum of its own that counts for the whole. */
function describeParts({ headers }: RequestHead, { parts, checksum }: StoredObject): XmlElements | undefined {
  if (parts === undefined) return undefined;
  if (checksum.type !== 'COMPOSITE') return { PartsCount: parts.length };
  const marker = readNumber(headers, 'x-amz-part-number-marker', 0);
  const most = Math.min(readNumber(headers, 'x-amz-max-parts', mostParts), mostParts);
  const after = parts.filter(({ number }) => number > marker);
  const page = after.slice(0, most);
  return {
    PartsCount: parts.length,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.number ?? 0,
    MaxParts: most,
    IsTruncated: after.length > page.length,
    Part: page.map((part) => ({
      PartNumber: part.number,
      Size: part.size,
      [`Checksum${part.checksum.algorithm.toUpperCase()}`]: part.checksum.value,
    })),
  };
}

function readNumber(headers: RequestHead['headers'], name: string, absent: number): number {
  const value = headers.get(name);
  if (value === undefined) return absent;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new S3Error('InvalidArgument', { fields: { ArgumentName: name, ArgumentValue: value } });
}
