import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import type { Duplex, Writable } from 'node:stream';
import type { Caller } from './exchange.ts';

export type EdgeRequest = IncomingMessage | Http2ServerRequest;

/** What `ServerResponse` and `Http2ServerResponse` have in common. */
export interface EdgeResponse extends Writable {
  statusCode: number;
  readonly headersSent: boolean;
  setHeader(name: string, value: number | string | readonly string[]): unknown;
  getHeader(name: string): unknown;
  writeHead(status: number, headers?: OutgoingHttpHeaders): unknown;
}

export interface RouteContext {
  /** Undefined for a client on the machine itself. */
  readonly caller: Caller | undefined;
  /** The port that the client dialled. */
  readonly port: number;
  /** Host name of the request, lower case, without port. */
  readonly host: string;
  /** The client dialled the Edge by its own address: `host` is `localhost` or the like, and the path chose the route. */
  readonly ownAddress: boolean;
}

/** Takes down what goes over a WebSocket, without its masks. */
export interface FrameJournal {
  received(frame: Uint8Array): void;
  sent(frame: string | Uint8Array): void;
}

/** What answers for some host names. The first route that matches takes the request. */
export interface EdgeRoute {
  /** Stands in the journal. */
  readonly name: string;
  matches(host: string): boolean;
  /** Takes a path (with query) of a request to the Edge's own address; absent: never. */
  matchesPath?(path: string): boolean;
  /** Answers. A throw or rejection is answered with 500 and journalled as the exchange's failure. */
  handle(request: EdgeRequest, response: EdgeResponse, context: RouteContext): void | Promise<void>;
  /**
   * Takes a WebSocket's handshake over HTTP/1.1 and resolves with the status that it was answered with, undefined when the client
   * left before; absent: it is answered like any other request. `frames` journals what goes over it. At the
   * Edge's own address the first route that has it takes all of them.
   */
  upgrade?(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    context: RouteContext,
    frames: FrameJournal,
  ): Promise<number | undefined>;
  /** False: the journal counts the body's bytes without keeping them, as for the customer's own object store. */
  readonly recordBodies: boolean;
}
