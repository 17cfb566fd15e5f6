import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { createInterface } from 'node:readline';
import type { Endpoint } from './https-call.ts';

export interface WatchLine {
  readonly type: string;
  readonly object: unknown;
}

export interface WatchLines extends AsyncDisposable {
  /** The next event; rejects when the stream has ended. */
  next(): Promise<WatchLine>;
}

/** An open watch, read line by line. */
export async function watchLines({ url, token, ca }: Endpoint, path: string): Promise<WatchLines> {
  const trust = ca === undefined ? { rejectUnauthorized: false } : { ca };
  const call = request(new URL(path, url), { headers: { Authorization: `Bearer ${token}` }, agent: false, ...trust });
  call.end();
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  // Leaving early is how a watch ends.
  response.on('error', () => {});
  call.on('error', () => {});
  const lines = createInterface({ input: response })[Symbol.asyncIterator]();
  return {
    async next() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`The watch of ${path} has ended, and another event was awaited.`);
      return JSON.parse(value) as WatchLine;
    },
    async [Symbol.asyncDispose]() {
      call.destroy();
    },
  };
}
