import type { ClientRequest, IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Outgoing } from '../embedded/store/http/incoming.ts';

/** About the connection to the store behind. */
const dropped = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'proxy-connection']);

/** What the store behind answered; its body has not been read yet. */
export class UpstreamAnswer {
  readonly status: number;
  readonly #message: IncomingMessage;

  constructor(message: IncomingMessage, request: ClientRequest) {
    this.status = message.statusCode ?? 502;
    this.#message = message;
    // Who answers before it has the whole request would keep the connection waiting for the rest.
    message.once('end', () => {
      if (!request.writableEnded) request.destroy();
    });
  }

  header(name: string): string | undefined {
    const value = this.#message.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  /** Reads the body away. */
  async discard(): Promise<void> {
    this.#message.resume();
    await new Promise((resolve) => this.#message.once('close', resolve));
  }

  /** Streams status, headers and body on, as fast as the client takes them. */
  async sendTo(response: Outgoing): Promise<void> {
    response.statusCode = this.status;
    for (const [name, value] of Object.entries(this.#message.headers)) {
      if (dropped.has(name) || value === undefined) continue;
      response.setHeader(name, Array.isArray(value) ? value.join(', ') : value);
    }
    await pipeline(this.#message, response);
  }
}
