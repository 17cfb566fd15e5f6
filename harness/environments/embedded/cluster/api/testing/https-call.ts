import { request } from 'node:https';

/** Where an API server is and how to get in. */
export interface Endpoint {
  readonly url: string;
  readonly token: string;
  /** PEM; without it the server's certificate is not checked. */
  readonly ca?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** One HTTPS request, without any client library in between. */
export function httpsCall(
  { url, token, ca }: Endpoint,
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const trust = ca === undefined ? { rejectUnauthorized: false } : { ca };
    const call = request(new URL(path, url), {
      method,
      headers: { Authorization: `Bearer ${token}`, ...headers },
      ...trust,
    });
    call.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    call.on('error', reject).end(body);
  });
}
