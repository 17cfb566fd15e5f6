import { XMLParser } from 'fast-xml-parser';
import type { S3Target } from './s3-target.ts';
import type { RawAnswer } from './send-request.ts';

/** What a client sees of an answer, without what must differ between two servers or two runs. */
export interface Outcome {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** An XML document as objects and texts; other bodies as text, long ones by their length. */
  readonly body: unknown;
  readonly continued?: true;
}

/** Headers that say something of the request; the rest is the transport's. */
const told =
  /^(accept-ranges|cache-control|content-(disposition|encoding|language|range|type)|etag|expires|last-modified|location|x-amz-(?!id-2|request-id).*)$/;
const forBrowsers = /^(access-control-.*|vary)$/;
const ofNoInterest = new Set(['RequestId', 'HostId', 'Resource', 'ServerTime', '?xml', 'DisplayName']);
const aboutSignature =
  /^(StringToSign|StringToSignBytes|CanonicalRequest|CanonicalRequestBytes|SignatureProvided|AWSAccessKeyId|RequestTime|Expires|X-Amz-Expires)$/;
const times = new Set(['LastModified', 'CreationDate', 'Initiated', 'last-modified']);
const serverNames: Readonly<Record<string, string>> = {
  UploadId: 'upload',
  UploadIdMarker: 'upload',
  NextUploadIdMarker: 'upload',
  VersionId: 'version',
  VersionIdMarker: 'version',
  NextVersionIdMarker: 'version',
  DeleteMarkerVersionId: 'version',
  'x-amz-version-id': 'version',
  'x-amz-copy-source-version-id': 'version',
  NextContinuationToken: 'token',
  ContinuationToken: 'token',
};
/** LocalStack's stand-in for the domain of the service. */
const ofLocalStack = /\.localhost\.localstack\.cloud:\d+/g;
const longest = 400;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
});

/** `crossOrigin`: whether headers for browsers count, which LocalStack sends to everybody. */
export function outcomeOf(
  { status, headers, body, continued }: RawAnswer,
  target: S3Target,
  crossOrigin = false,
): Outcome {
  const isXml = body.subarray(0, 5).toString() === '<?xml';
  const kept = Object.entries(headers)
    .filter(([name]) => told.test(name) || (crossOrigin && forBrowsers.test(name)))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, tidyText(name, value, target)]);
  return {
    status,
    headers: Object.fromEntries(kept),
    body: isXml ? tidy(parser.parse(body.toString('utf8')), target) : plain(body, target),
    ...(continued ? { continued } : {}),
  };
}

function plain(body: Buffer, target: S3Target): string {
  return body.length > longest ? `${body.length} bytes` : tidyText('', body.toString('utf8'), target);
}

function tidy(value: unknown, target: S3Target, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => tidy(item, target, name));
  if (typeof value !== 'object' || value === null) return tidyText(name, String(value), target);
  const entries = Object.entries(value).filter(
    ([key, item]) =>
      !ofNoInterest.has(key) &&
      !aboutSignature.test(key) &&
      !key.startsWith('@xmlns') &&
      !(key === '#text' && String(item).trim() === ''),
  );
  const isOwner = name === 'Owner' || name === 'Initiator';
  return Object.fromEntries(
    entries.map(([key, item]) => [key, isOwner && key === 'ID' ? 'owner' : tidy(item, target, key)]),
  );
}

function tidyText(name: string, value: string, target: S3Target): string {
  if (name === 'Location') return 'a place';
  if (times.has(name) && !Number.isNaN(Date.parse(value))) return 'a time';
  const kind = serverNames[name];
  if (kind !== undefined && value !== '' && value !== 'null' && value !== 'none') return label(kind, value, target);
  const known = [...target.notes].filter(([note]) => note !== 'region');
  return known
    .reduce((text, [note, noted]) => (noted === '' ? text : text.replaceAll(noted, `{${note}}`)), value)
    .replaceAll(target.prefix, '<prefix>')
    .replaceAll(target.access.region, '<region>')
    .replaceAll(ofLocalStack, '.amazonaws.com')
    .replaceAll(/\b[0-9a-f]{64}\b/g, (id) => (name === 'ID' ? 'an account' : id));
}

/** A name that the server made, by the note that a case took of it. */
function label(kind: string, value: string, { notes }: S3Target): string {
  const note = [...notes].find(([, noted]) => noted === value)?.[0];
  return note === undefined ? `a ${kind}` : `{${note}}`;
}
