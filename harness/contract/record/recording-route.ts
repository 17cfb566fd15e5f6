import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { EdgeRequest, EdgeResponse, EdgeRoute } from '../../edge/edge-route.ts';
import { requestHeaders } from '../../edge/request-facts.ts';
import type { RawExchange } from '../raw-exchange.ts';
import { forwardedHeaders } from '../upstream/forwarded-headers.ts';
import type { Upstream, UpstreamAnswer } from '../upstream/upstream.ts';
import { type ByteCollector, collectBytes, passing } from './collect-bytes.ts';
import { unreachable } from './unreachable.ts';

/** Bytes of one body that are kept for its shape: far above a batch of 1000 events. */
const bodyLimit = 32 * 1024 * 1024;

/** What became of one request. */
export interface Passed {
  /** In the order of arrival, from 1. */
  readonly number: number;
  readonly bytes: { readonly request: number; readonly answer: number };
  /** What passed; undefined: the upstream gave no answer, and `failure` says in one sentence why. */
  readonly raw: RawExchange | undefined;
  readonly failure: string | undefined;
  /** Of a request without answer. */
  readonly method: string;
  readonly target: string;
}

/** The part of both stacks' responses that streams need and `EdgeResponse` leaves out. */
type StreamedResponse = EdgeResponse & Pick<ServerResponse, 'addTrailers' | 'flushHeaders'>;

/**
 * Passes every request to an upstream as it came, and its answer back, trailers included, and tells what passed. A client gets 502
 * for what the upstream does not answer.
 */
export function recordingRoute({
  upstream,
  origin,
  passed,
}: {
  readonly upstream: Upstream;
  readonly origin: URL;
  passed(exchange: Passed): void;
}): EdgeRoute {
  let count = 0;
  return {
    name: 'upstream',
    matches: () => true,
    matchesPath: () => true,
    recordBodies: false,
    async handle(request, response) {
      count += 1;
      const number = count;
      const { method = '', url: target = '' } = request;
      const protocol = request.httpVersionMajor === 2 ? 'h2' : 'http/1.1';
      const headers = requestHeaders(request);
      const sent = collectBytes(bodyLimit);
      const got = collectBytes(bodyLimit);
      const left = new AbortController();
      response.on('close', () => left.abort());
      const { signal } = left;
      const done = (raw: RawExchange | undefined, failure?: string) =>
        passed({ number, bytes: { request: sent.count, answer: got.count }, raw, failure, method, target });

      const body = bodyOf(request, sent);
      let answer: UpstreamAnswer;
      try {
        answer = await upstream.send({ protocol, method, target, headers, body, signal });
      } catch (error) {
        body.resume();
        if (signal.aborted) return done(undefined, 'the client left before there was an answer');
        const why = unreachable(origin, error);
        response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
        response.end(`Not passed on: ${why}.\n`);
        return done(undefined, why);
      }
      const brokenBy = await passBack(answer, response as StreamedResponse, got, signal);
      const { status } = answer;
      const whole = { status, headers: answer.headers, trailers: answer.trailers(), body: got.body() };
      return done({ protocol, method, target, headers, body: sent.body(), answer: whole, brokenBy });
    },
  };
}

function bodyOf(request: EdgeRequest, collector: ByteCollector) {
  const body = passing(collector);
  // It may break off before anybody reads.
  body.on('error', () => undefined);
  request.on('error', (error) => body.destroy(error));
  return request.pipe(body);
}

/** Resolves when the answer has come whole, or with who broke it off. */
async function passBack(
  answer: UpstreamAnswer,
  response: StreamedResponse,
  collector: ByteCollector,
  signal: AbortSignal,
): Promise<RawExchange['brokenBy']> {
  try {
    response.statusCode = answer.status;
    for (const [name, value] of Object.entries(forwardedHeaders(answer.headers))) {
      if (value !== undefined) response.setHeader(name, value);
    }
    if (!answer.endsWithHeaders) response.flushHeaders();
    for await (const chunk of answer.body) {
      collector.add(chunk);
      if (!response.write(chunk)) await once(response, 'drain', { signal });
    }
    const trailers = forwardedHeaders(answer.trailers());
    if (Object.keys(trailers).length > 0) response.addTrailers(trailers);
    response.end();
  } catch {
    if (signal.aborted) return 'client';
    response.destroy();
    return 'upstream';
  }
  return undefined;
}
