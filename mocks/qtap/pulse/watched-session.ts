import type { Http2Session } from 'node:http2';
import { Http2SessionManager } from '@connectrpc/connect-node';

/** Connections to Pulse, one at a time, of which can be told whether the one that carried the latest call has ended. */
export class WatchedSession extends Http2SessionManager {
  #latest: Http2Session | undefined;

  override async request(...call: Parameters<Http2SessionManager['request']>) {
    const stream = await super.request(...call);
    this.#latest = stream.session;
    return stream;
  }

  get hasEnded(): boolean {
    return this.#latest?.destroyed ?? false;
  }
}
