import type { ConditionValues } from './accounts.ts';
import { queryValue, type RequestHead } from './http/request-head.ts';
import { parseTimestamp } from './signature/signing-key.ts';
import type { Bucket } from './storage/bucket.ts';

/** Headers and query parameters that are condition keys under their own names. */
const headers = [
  'x-amz-acl',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-metadata-directive',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-storage-class',
  'x-amz-website-redirect-location',
];
const parameters = ['prefix', 'delimiter', 'max-keys'];

/**
 * The condition keys of a request. Source: service authorization reference, "Condition keys for Amazon S3"; IAM user guide,
 * "AWS global condition context keys". `resource` is what the right is asked for, `now` in milliseconds since the epoch.
 */
export function conditionContext(
  head: RequestHead,
  bucket: Bucket | undefined,
  resource: string,
  now: number,
): ConditionValues {
  const inQuery = !head.headers.has('authorization');
  const signed = inQuery ? queryValue(head, 'X-Amz-Date') : head.headers.get('x-amz-date');
  const signedAt = parseTimestamp(signed ?? '');
  const requested = tagsOf(head.headers.get('x-amz-tagging'));
  const values: Record<string, string | readonly string[] | undefined> = {
    'aws:SecureTransport': String(head.secure),
    'aws:SourceIp': head.remoteAddress?.replace(/^::ffff:/, ''),
    'aws:UserAgent': head.headers.get('user-agent'),
    'aws:Referer': head.headers.get('referer'),
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:RequestedRegion': bucket?.region,
    ...Object.fromEntries(parameters.map((name) => [`s3:${name}`, queryValue(head, name)])),
    ...Object.fromEntries(headers.map((name) => [`s3:${name}`, head.headers.get(name)])),
    's3:VersionId': queryValue(head, 'versionId'),
    's3:ResourceAccount': bucket?.accountId,
    's3:authType': head.headers.has('authorization')
      ? 'REST-HEADER'
      : signed === undefined
        ? undefined
        : 'REST-QUERY-STRING',
    's3:signatureversion': signed === undefined ? undefined : 'AWS4-HMAC-SHA256',
    's3:signatureAge': signedAt === undefined ? undefined : String(Math.max(0, now - signedAt)),
    's3:TlsVersion': head.tlsVersion,
    's3:RequestObjectTagKeys': requested.length === 0 ? undefined : requested.map(([name]) => name),
    ...Object.fromEntries(requested.map(([name, value]) => [`s3:RequestObjectTag/${name}`, value])),
    ...existingTags(bucket, resource, queryValue(head, 'versionId')),
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** Tags of the object that a right is about, which need not be the one that the request names. */
function existingTags(bucket: Bucket | undefined, resource: string, versionId: string | undefined): ConditionValues {
  const key = /^arn:aws:s3:::[^/]+\/(.+)$/s.exec(resource)?.[1];
  if (bucket === undefined || key === undefined) return {};
  const version = versionId === undefined ? bucket.latest(key) : bucket.version(key, versionId);
  if (version === undefined || version.deleteMarker) return {};
  return Object.fromEntries([...version.tags].map(([name, value]) => [`s3:ExistingObjectTag/${name}`, value]));
}

function tagsOf(header: string | undefined): [string, string][] {
  return [...new URLSearchParams(header ?? '')];
}
