import { document } from '../openapi/document.ts';
import type { Registry } from '../registry/registry.ts';
import type { ServedTypes } from '../registry/served-types.ts';
import { discoveryAnswer } from './discovery.ts';
import { encodeJson } from './encode-json.ts';
import { methodNotAllowed, unknownResource } from './errors.ts';
import { type Exchange, sendJson, sendText } from './exchange.ts';
import { answerHealth, healthPaths, isHealthPath } from './health.ts';
import { issuerDocument } from './issuer-discovery.ts';

/** Answers what is no resource: health, version, discovery, OpenAPI, metrics and the issuer of tokens. Throws ApiError. */
export async function answerPath(exchange: Exchange, path: string, registry: Registry): Promise<void> {
  const { types } = registry;
  const { method } = exchange;
  const isRead = method === 'GET' || method === 'HEAD';
  const takesAnyMethod = path === '/' || isHealthPath(path);
  if (!takesAnyMethod && !isRead) throw methodNotAllowed();
  if (path === '/version' && method === 'HEAD') throw methodNotAllowed();
  const issuer = issuerDocument(exchange, path);
  if (isHealthPath(path)) answerHealth(exchange, path);
  else if (path === '/') sendIndented(exchange, { paths: allPaths(types) });
  else if (path === '/version' || path === '/version/') sendIndented(exchange, document().version);
  else if (path === '/openapi/v2' || path === '/openapi/v3' || path.startsWith('/openapi/v3/')) {
    // Loaded when somebody asks: most clients of a test never do.
    const { answerOpenApi } = await import('./openapi-requests.ts');
    answerOpenApi(exchange, path, types);
  } else if (path === '/metrics') {
    const { metricsText } = await import('./metrics.ts');
    send(exchange, metricsText(registry), 'text/plain; version=0.0.4; charset=utf-8', 'no-cache, private');
  } else if (issuer) send(exchange, issuer.body, issuer.contentType, 'public, max-age=3600');
  else answerDiscovery(exchange, path, types);
}

function answerDiscovery(exchange: Exchange, path: string, types: ServedTypes): void {
  const { accept = '', host = '' } = exchange.request.headers;
  const answer = discoveryAnswer(path, accept, host, types);
  if (answer) {
    sendJson(exchange, 200, answer.body, answer.contentType);
    return;
  }
  const [, root = '', group] = path.split('/');
  const isServed = root === 'api' || (root === 'apis' && types.list().some((type) => type.group === group));
  if (root === 'version' || (isServed && group !== undefined)) throw unknownResource();
  sendText(exchange, 404, '404 page not found\n');
}

function allPaths(types: ServedTypes): string[] {
  const groups = types
    .list()
    .flatMap(({ group, apiVersion }) => (group ? [`/apis/${group}`, `/apis/${apiVersion}`] : []));
  const others = ['/api', '/api/v1', '/apis', '/apis/', '/metrics', '/openapi/v2', '/openapi/v3', '/openapi/v3/'];
  const issuer = ['/.well-known/openid-configuration', '/openid/v1/jwks'];
  return [...new Set([...groups, ...others, ...issuer, ...healthPaths, '/version'])].sort();
}

/** What the real server indents for every client. */
function sendIndented(exchange: Exchange, body: unknown): void {
  send(exchange, encodeJson(body, true), 'application/json', 'no-cache, private');
}

function send({ response }: Exchange, text: string, contentType: string, cacheControl: string): void {
  response.writeHead(200, {
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': cacheControl,
  });
  response.end(text);
}
