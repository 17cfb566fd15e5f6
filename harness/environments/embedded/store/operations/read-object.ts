import { S3Error } from '../errors/s3-error.ts';
import { queryValue } from '../http/request-head.ts';
import { anonymous } from '../signature/anonymous.ts';
import { requestedRange } from './byte-range.ts';
import { requireRestored } from './copy-source.ts';
import { requireDecryptable } from './encryption-headers.ts';
import { findObject } from './find-version.ts';
import { checksumHeaders, objectAnswerHeaders, versionHeader } from './object-headers.ts';
import type { ObjectContext, Operation } from './operation.ts';
import { isNotModified } from './preconditions.ts';
import { requireKeyUse } from './require-key-use.ts';

const overrides = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

/** What a header may hold: RFC 9110, 5.5. */
const representable = /^[\t\x20-\x7e\xa0-\xff]*$/;

/** GetObject and HeadObject: the pipeline drops the body of the latter. */
export const readObject: Operation<ObjectContext> = (context) => {
  const { head, bucket } = context;
  requireNoEncryptionHeader(context);
  const object = findObject(context);
  requireDecryptable(head, object.encryption);
  if (head.method === 'GET') requireKeyUse(context, object.encryption, 'kms:Decrypt');
  const overridden = overriddenHeaders(context);
  if (isNotModified(head, object)) {
    return {
      status: 304,
      headers: {
        etag: object.etag,
        'last-modified': new Date(object.lastModified).toUTCString(),
        ...versionHeader(bucket, object),
      },
    };
  }
  if (head.method === 'GET') requireRestored(object);
  const range = requestedRange(head, object);
  const checksum = range === undefined ? object.checksum : range.checksum;
  const withChecksum = head.headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  const { length } = object.content;
  const content = range === undefined ? object.content : object.content.slice(range.first, range.last + 1);
  return {
    status: range === undefined ? 200 : 206,
    headers: {
      ...objectAnswerHeaders(bucket, object),
      ...(withChecksum && checksum !== undefined ? checksumHeaders(checksum) : {}),
      ...overridden,
      ...(range === undefined ? {} : { 'content-range': `bytes ${range.first}-${range.last}/${length}` }),
      ...(object.parts === undefined || queryValue(head, 'partNumber') === undefined
        ? {}
        : { 'x-amz-mp-parts-count': String(object.parts.length) }),
      'content-length': content.length,
    },
    body: content.retain(),
  };
};

function overriddenHeaders({ head, signer }: ObjectContext): Record<string, string> {
  const overridden: Record<string, string> = {};
  for (const name of overrides) {
    const value = queryValue(head, `response-${name}`);
    if (value === undefined) continue;
    if (signer.principal === anonymous) {
      throw new S3Error('InvalidRequest', {
        message: 'Request specific response headers cannot be used for anonymous GET requests.',
      });
    }
    if (!representable.test(value)) {
      throw new S3Error('InvalidArgument', {
        message: 'Header value cannot be represented using ISO-8859-1.',
        fields: { ArgumentName: `response-${name}`, ArgumentValue: value },
      });
    }
    overridden[name] = value;
  }
  return overridden;
}

/** A reader does not choose how an object is encrypted. */
function requireNoEncryptionHeader({ head }: ObjectContext): void {
  const name = 'x-amz-server-side-encryption';
  const value = head.headers.get(name);
  if (value === undefined) return;
  throw new S3Error('InvalidArgument', {
    message: `${name} header is not supported for this operation.`,
    fields: { ArgumentName: name, ArgumentValue: value },
  });
}
