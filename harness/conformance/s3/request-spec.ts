import { createHash, createHmac } from 'node:crypto';
import { sign } from '../../environments/embedded/store/tests/signed-request.ts';
import { formatDate } from './format-date.ts';
import type { S3Access, S3Target } from './s3-target.ts';
import type { RawRequest } from './send-request.ts';

/** A request on S3 as a case writes it; `{name}` anywhere stands for a note of the group, `{prefix}` for that of its buckets. */
export interface RequestSpec {
  /** `GET` unless given. */
  readonly method?: string;
  /** Without the group's prefix; `main` unless given, '' for the service itself. */
  readonly bucket?: string;
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Whether `Content-MD5` goes along. */
  readonly md5?: boolean;
  /** `header` unless given. */
  readonly auth?: 'header' | 'query' | 'none';
  /** Host instead of the endpoint's; the bucket is then in it and not in the path unless `pathStyle`. */
  readonly host?: string;
  readonly pathStyle?: boolean;
  /** Whose signature, and what of it is wrong. */
  readonly signer?: Partial<Pick<S3Access, 'accessKeyId' | 'secretAccessKey' | 'region'>>;
  /** Seconds by which the client's clock is ahead. */
  readonly ahead?: number;
  /** Seconds that a presigned URL lives; 60 unless given. */
  readonly expires?: number | string;
  /** Value of `x-amz-content-sha256`; the body's hash unless given. */
  readonly payloadHash?: string;
  /** Encoded aws-chunked in pieces of so many bytes; `payloadHash` says how they are signed. */
  readonly chunk?: number;
  /** Trailing header of a chunked body, `name:value`. */
  readonly trailer?: string;
  /** Changes the request after it was signed. */
  readonly tamper?: (request: RawRequest) => RawRequest;
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Signs a request as a client does. */
export function buildRequest(spec: RequestSpec, { access, prefix, notes }: S3Target): RawRequest {
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => (name === 'prefix' ? prefix : (notes.get(name) ?? whole)));
  const { method = 'GET', bucket = 'main', auth = 'header' } = spec;
  const host = spec.host === undefined ? new URL(access.endpoint).host : fill(spec.host);
  const bucketPath = bucket === '' || (spec.host !== undefined && !spec.pathStyle) ? '' : `/${prefix}${bucket}`;
  const key = spec.key === undefined ? '' : `/${fill(spec.key).split('/').map(encode).join('/')}`;
  const path = `${bucketPath}${key}` || '/';
  const content = typeof spec.body === 'string' ? Buffer.from(fill(spec.body)) : (spec.body ?? Buffer.alloc(0));
  const principal = { ...access, ...spec.signer };
  const time = new Date(Date.now() + (spec.ahead ?? 0) * 1000);
  const payloadHash =
    spec.payloadHash ?? (auth === 'query' ? 'UNSIGNED-PAYLOAD' : createHash('sha256').update(content).digest('hex'));
  const query = Object.entries(spec.query ?? {}).map(([name, value]) => [name, fill(value)] as const);
  const headers = Object.fromEntries(
    Object.entries(spec.headers ?? {}).map(([name, value]) => [name.toLowerCase(), fill(value)]),
  );
  if (spec.md5) headers['content-md5'] = createHash('md5').update(content).digest('base64');
  if (spec.chunk !== undefined) {
    headers['content-encoding'] ??= 'aws-chunked';
    headers['x-amz-decoded-content-length'] ??= String(content.length);
    if (spec.trailer !== undefined) headers['x-amz-trailer'] = spec.trailer.split(':')[0] ?? '';
  }
  if (auth !== 'header') {
    const parameters =
      auth === 'query' ? presign({ ...spec, host, path, query, headers, principal, time, method }) : query;
    return finish(spec, {
      method,
      path: withQuery(path, parameters),
      headers: { ...headers, host, ...lengthOf(method, content) },
      body: content.length === 0 ? [] : [content],
    });
  }
  const signed = sign({
    method,
    host,
    path: withQuery(path, query),
    region: principal.region,
    principal,
    payloadHash,
    headers,
    time,
  });
  const body = spec.chunk === undefined ? content : chunked(content, spec, signed);
  return finish(spec, {
    method,
    path: withQuery(path, query),
    headers: { ...signed.headers, ...lengthOf(method, body) },
    body: body.length === 0 ? [] : [body],
  });
}

function finish({ tamper }: RequestSpec, request: RawRequest): RawRequest {
  return tamper?.(request) ?? request;
}

function lengthOf(method: string, body: Buffer): Record<string, string> {
  return body.length > 0 || method === 'PUT' || method === 'POST' ? { 'content-length': String(body.length) } : {};
}

type Parameters = readonly (readonly [string, string])[];

function withQuery(path: string, query: Parameters): string {
  const text = query
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  return text === '' ? path : `${path}?${text}`;
}

interface PresignInput extends RequestSpec {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: never;
}

function presign({
  method,
  host,
  path,
  query,
  headers = {},
  principal,
  time,
  expires = 60,
}: Omit<PresignInput, 'query'> & {
  readonly query: Parameters;
  readonly principal: S3Access;
  readonly time: Date;
}): Parameters {
  const stamp = formatDate(time);
  const scope = `${stamp.slice(0, 8)}/${principal.region}/s3/aws4_request`;
  const signedHeaders = [...Object.keys(headers), 'host'].sort();
  const all: Parameters = [
    ...query,
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${principal.accessKeyId}/${scope}`],
    ['X-Amz-Date', stamp],
    ['X-Amz-Expires', String(expires)],
    ['X-Amz-SignedHeaders', signedHeaders.join(';')],
  ];
  const [, canonicalQuery = ''] = withQuery('', all).split('?');
  const canonical = [
    method,
    path,
    canonicalQuery,
    ...signedHeaders.map((name) => `${name}:${name === 'host' ? host : headers[name]}`),
    '',
    signedHeaders.join(';'),
    'UNSIGNED-PAYLOAD',
  ].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const key = [stamp.slice(0, 8), principal.region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (k, part) => createHmac('sha256', k).update(part).digest(),
    `AWS4${principal.secretAccessKey}`,
  );
  const signature = createHmac('sha256', key)
    .update(['AWS4-HMAC-SHA256', stamp, scope, digest].join('\n'))
    .digest('hex');
  return [...all, ['X-Amz-Signature', signature]];
}

function chunked(
  content: Buffer,
  { chunk = 1, payloadHash = '', trailer }: RequestSpec,
  signed: ReturnType<typeof sign>,
): Buffer {
  const isSigned = !payloadHash.includes('UNSIGNED');
  const pieces: Buffer[] = [];
  const add = (data: Buffer) => {
    const signature = isSigned ? `;chunk-signature=${signed.signChunk(data)}` : '';
    pieces.push(Buffer.from(`${data.length.toString(16)}${signature}\r\n`), data);
    if (data.length > 0) pieces.push(Buffer.from('\r\n'));
  };
  for (let at = 0; at < content.length; at += chunk) add(content.subarray(at, at + chunk));
  add(Buffer.alloc(0));
  if (trailer !== undefined) {
    pieces.push(Buffer.from(`${trailer}\r\n`));
    if (isSigned) pieces.push(Buffer.from(`x-amz-trailer-signature:${signed.signTrailer(`${trailer}\n`)}\r\n`));
  }
  return Buffer.concat([...pieces, Buffer.from('\r\n')]);
}
