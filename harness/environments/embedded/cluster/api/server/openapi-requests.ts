import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { encodeOpenApiV2 } from '../openapi/encode-openapi-v2.ts';
import { openApiV2 } from '../openapi/openapi-v2.ts';
import { groupVersions, openApiV3 } from '../openapi/openapi-v3.ts';
import type { ServedTypes } from '../registry/served-types.ts';
import type { Exchange } from './exchange.ts';

/** Answers `/openapi/v2`, `/openapi/v3` and what lies below it. */
export function answerOpenApi({ request, response }: Exchange, path: string, types: ServedTypes): void {
  const { code, headers, body } =
    path === '/openapi/v2' ? versionTwo(request.headers, types) : versionThree(path, types);
  response.writeHead(code, { ...headers, ...(code !== 304 && { 'Content-Length': body?.length ?? 0 }) });
  response.end(body);
}

interface Answer {
  readonly code: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
}

function versionThree(path: string, types: ServedTypes): Answer {
  const isIndex = path === '/openapi/v3';
  const text = isIndex ? JSON.stringify(index(types)) : openApiV3(path.slice('/openapi/v3/'.length), types);
  if (text === undefined) return { code: 404 };
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': isIndex ? 'no-cache, private' : 'public' };
  return { code: 200, headers, body: Buffer.from(text) };
}

function index(types: ServedTypes): unknown {
  const entries = groupVersions(types).map((name) => [
    name,
    { serverRelativeURL: `/openapi/v3/${name}?hash=${hash(openApiV3(name, types) ?? '')}` },
  ]);
  return { paths: Object.fromEntries(entries) };
}

const protobuf = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/** Accepted media types, and what the answer then calls itself. Source: kube-openapi `pkg/handler`. */
const served: Readonly<Record<string, string>> = {
  'application/json': 'application/json',
  'application/com.github.proto-openapi.spec.v2@v1.0+protobuf': protobuf,
  [protobuf]: protobuf,
};

interface Rendered {
  readonly json: Buffer;
  readonly etag: string;
  protobuf?: Buffer;
}

/** Of what is served at present: a definition of a custom resource makes another list of types. */
const rendered = new WeakMap<readonly unknown[], Rendered>();

function versionTwo(asked: IncomingHttpHeaders, types: ServedTypes): Answer {
  const contentType = negotiated(asked.accept ?? '');
  const headers = { 'Cache-Control': 'no-cache, private', Vary: 'Accept' };
  if (!contentType) return { code: 406, headers };
  const list = types.list();
  const content = rendered.get(list) ?? render(types);
  rendered.set(list, content);
  const tagged = { ...headers, ETag: content.etag };
  if (asked['if-none-match'] === content.etag) return { code: 304, headers: tagged };
  if (contentType === protobuf) content.protobuf ??= encodeOpenApiV2(openApiV2(types));
  const body = contentType === protobuf ? content.protobuf : content.json;
  return { code: 200, headers: { ...tagged, 'Content-Type': contentType }, body };
}

function render(types: ServedTypes): Rendered {
  const text = JSON.stringify(openApiV2(types));
  return { json: Buffer.from(text), etag: `"${hash(text)}"` };
}

/** The content type for the best-liked media type that is served. */
function negotiated(accept: string): string | undefined {
  const clauses = (accept || '*/*').split(',').map((clause) => {
    const [type = '', ...parameters] = clause.split(';').map((part) => part.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    return { type, weight: weight ? Number(weight.slice(2)) : 1 };
  });
  const wanted = clauses.sort((left, right) => right.weight - left.weight).map(({ type }) => type);
  const known = wanted.find((type) => type in served || type === '*/*' || type === 'application/*');
  return known && (served[known] ?? 'application/json');
}

function hash(text: string): string {
  return createHash('sha512').update(text).digest('hex').toUpperCase();
}
