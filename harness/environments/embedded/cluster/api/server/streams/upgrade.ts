import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { ApiError, badRequest } from '../../objects/api-error.ts';

/** A request whose connection shall change its protocol. Until it does, the request is answered like any other. */
export class Upgrade {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #socket: Socket;
  #taken = false;
  readonly #head: Buffer;

  constructor(request: IncomingMessage, response: ServerResponse, socket: Socket, head: Buffer) {
    this.#request = request;
    this.#response = response;
    this.#socket = socket;
    this.#head = head;
  }

  /** What the client wants to speak. */
  get kind(): 'spdy' | 'websocket' | undefined {
    const wanted = this.#request.headers.upgrade?.toLowerCase() ?? '';
    if (wanted.includes('spdy/3.1')) return 'spdy';
    return wanted === 'websocket' ? 'websocket' : undefined;
  }

  /** Protocols that the client offers, best first: in its WebSocket's handshake or in Kubernetes' own header. */
  get protocols(): readonly string[] {
    const name = this.kind === 'websocket' ? 'sec-websocket-protocol' : 'x-stream-protocol-version';
    const value = this.#request.headersDistinct[name] ?? [];
    return value.flatMap((list) => list.split(',')).map((protocol) => protocol.trim());
  }

  /** Answers with 101 for SPDY/3.1. Throws ApiError 403 when no offered protocol is supported. */
  acceptSpdy(supported: readonly string[]): { readonly transport: Duplex; readonly protocol: string } {
    const protocol = this.protocols.find((offered) => supported.includes(offered));
    if (protocol === undefined) {
      // Source: httpstream.Handshake in apimachinery/pkg/util/httpstream.
      const message = `unable to upgrade: unable to negotiate protocol: client supports [${this.protocols.join(' ')}], server accepts [${supported.join(' ')}]`;
      throw new ApiError(403, 'Forbidden', message, {});
    }
    const socket = this.#take();
    const lines = ['Connection: Upgrade', 'Upgrade: SPDY/3.1', `X-Stream-Protocol-Version: ${protocol}`];
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
    if (this.#head.length) socket.unshift(this.#head);
    return { transport: socket, protocol };
  }

  /** Answers the WebSocket handshake. Throws ApiError 400 when the client offers only protocols that are not supported. */
  async acceptWebSocket(
    supported: readonly string[],
  ): Promise<{ readonly socket: WebSocket; readonly protocol: string }> {
    const protocol = this.protocols.find((offered) => supported.includes(offered));
    if (protocol === undefined && this.protocols.length > 0) {
      // Source: `handshake` in apimachinery/pkg/util/httpstream/wsstream.
      const message = `requested protocol(s) are not supported: [${this.protocols.join(' ')}]; supports [${supported.join(' ')}]`;
      throw badRequest(message);
    }
    const { WebSocketServer } = await import('ws');
    const server = new WebSocketServer({ noServer: true, clientTracking: false });
    // `ws` refuses names with a slash, as kubectl's `SPDY/3.1+portforward.k8s.io` has, so it must not see them.
    delete this.#request.headers['sec-websocket-protocol'];
    if (protocol !== undefined) {
      server.on('headers', (headers) => headers.push(`Sec-WebSocket-Protocol: ${protocol}`));
    }
    const taken = this.#take();
    return new Promise((resolve, reject) => {
      // A handshake with a fault in it is refused by `ws`, which tells nobody.
      taken.once('close', () => reject(badRequest('the WebSocket handshake failed')));
      server.handleUpgrade(this.#request, taken, this.#head, (socket) => resolve({ socket, protocol: protocol ?? '' }));
    });
  }

  /** Cuts the connection if it speaks another protocol already; false when an ordinary answer can still be given. */
  cut(): boolean {
    if (this.#taken) this.#socket.destroy();
    return this.#taken;
  }

  #take(): Socket {
    this.#taken = true;
    this.#response.detachSocket(this.#socket);
    return this.#socket;
  }
}
