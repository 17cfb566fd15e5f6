import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import type { Writable } from 'node:stream';

/** A request of either protocol, as Node's servers hand it over. */
export type Incoming = IncomingMessage | Http2ServerRequest;

/** What the store uses of Node's `ServerResponse` and `Http2ServerResponse`. */
export interface Outgoing extends Writable {
  statusCode: number;
  readonly headersSent: boolean;
  setHeader(name: string, value: number | string): unknown;
  /** Absent where a server in front has dealt with `Expect` already. */
  writeContinue?(): void;
}
