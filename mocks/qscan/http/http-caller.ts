import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';

export interface HttpCall {
  readonly method: string;
  readonly url: URL;
  /** Path and query as they go out: `URL` would change what a signature covers. Default: the URL's own. */
  readonly path?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface HttpCaller extends Disposable {
  /** One HTTP/1.1 exchange over kept connections. Rejects when no whole answer came in time or it is too large. */
  call(call: HttpCall): Promise<HttpAnswer>;
}

export interface HttpCallerOptions {
  /** File of CA certificates that replace the default ones. */
  readonly trust: string | undefined;
  /** Milliseconds from the first byte sent to the last received. */
  readonly timeout: number;
  readonly largestAnswer: number;
}

/** Node's own client: start-up and memory of a pod matter more here than what an SDK adds. */
export function createHttpCaller({ trust, timeout, largestAnswer }: HttpCallerOptions): HttpCaller {
  const plain = new http.Agent({ keepAlive: true });
  const secure = new https.Agent({ keepAlive: true, ...(trust === undefined ? {} : { ca: readFileSync(trust) }) });

  return {
    async call({ method, url, path, headers, body, signal }) {
      const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
      const limit = AbortSignal.timeout(timeout);
      const isSecure = url.protocol === 'https:';
      const request = (isSecure ? https : http).request(url, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-length': body.length }) },
        agent: isSecure ? secure : plain,
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
        ...(path === undefined ? {} : { path }),
      });
      request.on('response', resolve).on('error', reject);
      request.end(body);
      try {
        const response = await promise;
        return {
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: await read(response, largestAnswer),
        };
      } catch (error) {
        if (limit.aborted) throw new Error(`no whole answer from ${url.host} within ${timeout} ms`, { cause: error });
        throw error;
      }
    },
    [Symbol.dispose]() {
      plain.destroy();
      secure.destroy();
    },
  };
}

async function read(response: http.IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw new Error(`the answer is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
