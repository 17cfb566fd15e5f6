import * as http from 'node:http';
import * as https from 'node:https';

export interface HttpCall {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: string | Buffer;
  readonly agent?: http.Agent;
  /** Milliseconds without a byte; undefined: waits for ever. */
  readonly timeout?: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** One HTTP/1.1 exchange. Rejects only when no whole answer came. */
export async function httpCall(url: string, call: HttpCall = {}): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const { request } = url.startsWith('https:') ? https : http;
  const { body = '', method = 'GET', headers, agent, timeout } = call;
  const length = Buffer.byteLength(body);
  const sent = request(url, {
    method,
    headers: { ...headers, ...(method === 'GET' || method === 'HEAD' ? {} : { 'content-length': length }) },
    ...(agent === undefined ? {} : { agent }),
  });
  sent.on('response', resolve).on('error', reject);
  if (timeout !== undefined) {
    sent.setTimeout(timeout, () => sent.destroy(new Error(`no answer from ${new URL(url).host} within ${timeout} ms`)));
  }
  sent.end(body);
  const response = await promise;
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return { status: response.statusCode ?? 0, body: text };
}
