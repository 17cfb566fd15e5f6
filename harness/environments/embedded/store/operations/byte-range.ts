import { S3Error } from '../errors/s3-error.ts';
import { queryValue, type RequestHead } from '../http/request-head.ts';
import type { Checksum } from '../payload/checksum.ts';
import type { StoredObject } from '../storage/stored-object.ts';

/** What part of an object an answer holds: the bytes from `first` to `last`, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
  /** Of exactly these bytes, where it is known. */
  readonly checksum: Checksum | undefined;
}

/** The range that `Range` or `partNumber` asks for; undefined for the whole object. Throws `InvalidRange`, `InvalidPartNumber`. */
export function requestedRange(head: RequestHead, object: StoredObject): ByteRange | undefined {
  const part = queryValue(head, 'partNumber');
  const range = head.headers.get('range');
  if (part === undefined) return range === undefined ? undefined : parseRange(range, object.content.length);
  if (range !== undefined) {
    throw new S3Error('InvalidRequest', {
      message: 'Cannot specify both Range header and partNumber query parameter',
    });
  }
  return partRange(part, object);
}

/** One range; several ranges, and units that S3 does not know, are answered with the whole object. */
function parseRange(requested: string, length: number): ByteRange | undefined {
  const fields = /^bytes=(\d*)-(\d*)$/.exec(requested.replaceAll(' ', ''));
  const [, start = '', end = ''] = fields ?? [];
  if (fields === null || (start === '' && end === '')) return undefined;
  const first = start === '' ? Math.max(0, length - Number(end)) : Number(start);
  const last = start === '' || end === '' ? length - 1 : Math.min(Number(end), length - 1);
  if (start !== '' && end !== '' && Number(end) < Number(start)) return undefined;
  if (first >= length || (start === '' && Number(end) === 0)) {
    throw new S3Error('InvalidRange', {
      fields: { RangeRequested: requested, ActualObjectSize: length },
    });
  }
  return { first, last, checksum: undefined };
}

function partRange(requested: string, { content, parts, checksum }: StoredObject): ByteRange | undefined {
  const number = Number(requested);
  if (!/^\d{1,5}$/.test(requested) || number < 1 || number > 10_000) {
    throw new S3Error('InvalidArgument', {
      message: 'Part number must be an integer between 1 and 10000, inclusive',
      fields: { ArgumentName: 'partNumber', ArgumentValue: requested },
    });
  }
  const sizes = parts ?? [{ number: 1, size: content.length, checksum }];
  const index = number - 1;
  const part = sizes[index];
  if (part === undefined) {
    throw new S3Error('InvalidPartNumber', {
      fields: { ActualPartCount: sizes.length, PartNumberRequested: number },
    });
  }
  if (content.length === 0) return undefined;
  const first = sizes.slice(0, index).reduce((sum, { size }) => sum + size, 0);
  return { first, last: first + part.size - 1, checksum: part.checksum };
}
