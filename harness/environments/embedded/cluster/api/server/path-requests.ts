import { createHash } from 'node:crypto';
import { document } from '../openapi/document.ts';
import { groupVersions, openApiV3 } from '../openapi/openapi-v3.ts';
import type { ServedTypes } from '../registry/served-types.ts';
import { discoveryAnswer } from './discovery.ts';
import { methodNotAllowed, unknownResource } from './errors.ts';
import { type Exchange, sendJson, sendText } from './exchange.ts';

/** Answers what is no resource: health, version, discovery and OpenAPI. Throws ApiError. */
export async function answerPath(exchange: Exchange, path: string, types: ServedTypes): Promise<void> {
  const isRead = exchange.method === 'GET' || exchange.method === 'HEAD';
  if (/^\/(healthz|livez|readyz)(\/ping|\/etcd)?$/.test(path)) {
    if (!isRead) throw methodNotAllowed();
    return sendText(exchange, 200, 'ok');
  }
  if (path === '/') return sendJson(exchange, 200, { paths });
  if (!isRead) throw methodNotAllowed();
  if (path === '/version' && exchange.method === 'HEAD') throw methodNotAllowed();
  if (path === '/version' || path === '/version/') return sendJson(exchange, 200, document().version);
  if (path === '/openapi/v3') return sendJson(exchange, 200, openApiIndex(types));
  if (path.startsWith('/openapi/v3/')) {
    const text = openApiV3(path.slice('/openapi/v3/'.length), types);
    if (text === undefined) return sendNothing(exchange);
    return sendOpenApi(exchange, text);
  }
  const answer = discoveryAnswer(
    path,
    exchange.request.headers.accept ?? '',
    exchange.request.headers.host ?? '',
    types,
  );
  if (!answer) {
    const [, root = '', group] = path.split('/');
    const isServed = root === 'api' || (root === 'apis' && types.list().some((type) => type.group === group));
    if (root === 'version' || (isServed && group !== undefined)) throw unknownResource();
    return sendText(exchange, 404, '404 page not found\n');
  }
  sendJson(exchange, 200, answer.body, answer.contentType);
}

const paths = ['/api', '/apis', '/healthz', '/livez', '/openapi/v3', '/readyz', '/version'];

function sendNothing({ response }: Exchange): void {
  response.writeHead(404, { 'Content-Length': 0 });
  response.end();
}

function openApiIndex(types: ServedTypes): unknown {
  const entries = groupVersions(types).map((name) => {
    const hash = createHash('sha512')
      .update(openApiV3(name, types) ?? '')
      .digest('hex')
      .toUpperCase();
    return [name, { serverRelativeURL: `/openapi/v3/${name}?hash=${hash}` }];
  });
  return { paths: Object.fromEntries(entries) };
}

function sendOpenApi({ response }: Exchange, text: string): void {
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'public',
  });
  response.end(text);
}
