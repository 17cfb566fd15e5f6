import { Agent, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface RawRequest {
  readonly method: string;
  /** Path with query, as it goes over the wire. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Several buffers go out as several writes. */
  readonly body: readonly Buffer[];
}

export interface RawAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Whether `100 Continue` came before it. */
  readonly continued: boolean;
}

const agent = new Agent({ keepAlive: true });

/** Sends a request as it stands, `Host` included, which `fetch` does not let through. A body waits for `100 Continue` if asked to. */
export function sendRequest(endpoint: string, { method, path, headers, body }: RawRequest): Promise<RawAnswer> {
  const { protocol, hostname, port } = new URL(endpoint);
  const secure = protocol === 'https:';
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const request = (secure ? httpsRequest : httpRequest)(
    { hostname, port, method, path, headers, ...(secure ? {} : { agent }) },
    (response) => {
      const chunks: Buffer[] = [];
      response
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('error', reject)
        .on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
            body: Buffer.concat(chunks),
            continued,
          }),
        );
    },
  );
  let continued = false;
  const write = () => {
    for (const part of body) request.write(part);
    request.end();
  };
  request.on('error', reject);
  if (headers.expect === undefined) {
    write();
  } else {
    request.on('continue', () => {
      continued = true;
      write();
    });
    request.flushHeaders();
  }
  return promise;
}
