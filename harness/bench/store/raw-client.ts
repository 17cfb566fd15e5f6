import { Agent, type IncomingMessage, request } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { sha256, sign } from '../../environments/embedded/store/tests/signed-request.ts';
import { benchBucket, benchKey, benchRegion } from './bench-target.ts';

/** A client that does nothing but sign and send: what it measures is the server. */
export interface RawClient extends Disposable {
  /** Path within the bucket, with query. Throws for a status other than 2xx. */
  send(method: string, path: string, body?: Body): Promise<Reply>;
  /** Reads an object without keeping it; its length in bytes. */
  skim(path: string): Promise<number>;
}

/** Bytes with their SHA-256, computed once. */
export interface Body {
  readonly bytes: Buffer;
  readonly hash: string;
}

export interface Reply {
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

const empty: Body = { bytes: Buffer.alloc(0), hash: sha256('') };

export function bodyOf(bytes: Buffer): Body {
  return { bytes, hash: sha256(bytes) };
}

export function openRawClient(endpoint: string): RawClient {
  const agent = new Agent({ keepAlive: true });
  const { host, hostname, port } = new URL(endpoint);
  const open = async (method: string, pathInBucket: string, body: Body): Promise<IncomingMessage> => {
    const path = `/${benchBucket}${pathInBucket}`;
    const signed = sign({ method, host, path, region: benchRegion, principal: benchKey, payloadHash: body.hash });
    const headers = { ...signed.headers, ...(method === 'GET' ? {} : { 'content-length': body.bytes.length }) };
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    request({ agent, hostname, port, method, path, headers }, resolve).on('error', reject).end(body.bytes);
    const response = await promise;
    if ((response.statusCode ?? 0) >= 300) throw new Error(`${method} ${path}: ${await text(response)}`);
    return response;
  };
  return {
    async send(method, path, body = empty) {
      const response = await open(method, path, body);
      return { headers: response.headers, body: await buffer(response) };
    },
    async skim(path) {
      let length = 0;
      for await (const chunk of await open('GET', path, empty)) length += (chunk as Buffer).length;
      return length;
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}
