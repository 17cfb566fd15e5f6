import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Security } from '../authentication/security.ts';
import type { User } from '../authentication/user.ts';
import { ApiError, type Status } from '../objects/api-error.ts';
import { encodeJson } from './encode-json.ts';
import type { Upgrade } from './streams/upgrade.ts';
import { wantsIndents } from './wants-indents.ts';

/** One request and its answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  /** As it was sent: nothing is resolved or unescaped. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Sent as `Warning` headers with the answer. */
  readonly warnings: string[];
  /** As whom the request acts. */
  readonly user: User;
  readonly security: Security;
  /** Aborts when the client is gone or the server stops. */
  readonly signal: AbortSignal;
  /** Set when the client asks to speak another protocol from here on. */
  readonly upgrade?: Upgrade | undefined;
}

/** The largest body that a real API server takes. */
const maxBody = 3 * 1024 * 1024;

export async function readBody({ request }: Exchange): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBody) {
      throw new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${maxBody}`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function sendJson(
  { request, response, query, warnings }: Exchange,
  code: number,
  body: unknown,
  contentType = 'application/json',
): void {
  if (response.headersSent || response.destroyed) return;
  // Beside a text, Node would write the headers in UTF-8 too.
  const content = Buffer.from(encodeJson(body, wantsIndents(request.headers, query)));
  response.statusCode = code;
  response.setHeader('Content-Type', contentType);
  response.setHeader('Cache-Control', 'no-cache, private');
  response.setHeader('Content-Length', content.length);
  for (const warning of warnings) response.appendHeader('Warning', `299 - ${quoted(warning)}`);
  response.end(content);
}

export function sendText({ response }: Exchange, code: number, text: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(code, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

export function sendStatus(exchange: Exchange, status: Status): void {
  sendJson(exchange, status.code, status);
}

/** Line ends and other control characters would break a header; its UTF-8 goes byte by byte, as Node writes headers. */
function quoted(text: string): string {
  const printable = text.replace(/\p{Cc}/gu, '?').replace(/["\\]/g, '\\$&');
  return `"${Buffer.from(printable, 'utf8').toString('latin1')}"`;
}
