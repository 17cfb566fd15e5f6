import { type Fixture, fixtureVersion } from '../fixture.ts';
import type { RawExchange } from '../raw-exchange.ts';
import { bodyShape } from './body-shape.ts';
import { headerText, isFramed, mediaType } from './media-type.ts';
import { readFrames } from './read-frames.ts';
import { redactHeaders } from './redact-headers.ts';
import { redactMethod } from './redact-method.ts';
import { redactTarget } from './redact-target.ts';
import type { Redaction } from './redaction.ts';
import { rpcCode } from './rpc-code.ts';

/** An exchange without a value of it: what may be written, shown and shared. */
export function redactExchange(raw: RawExchange, { pseudonyms, fields }: Redaction): Fixture {
  const { protocol, method, target, headers, body, answer, brokenBy } = raw;
  const path = target.split('?')[0] ?? '';
  const code = rpcCode(path, answer);
  return {
    version: fixtureVersion,
    protocol,
    request: {
      method: redactMethod(method),
      path: redactTarget(target, pseudonyms),
      headers: redactHeaders(headers, pseudonyms),
      body: bodyShape({ headers, body, path, side: 'request' }, fields),
    },
    answer: {
      status: answer.status,
      ...(code !== undefined && { code }),
      headers: redactHeaders(answer.headers, pseudonyms),
      trailers: redactHeaders({ ...answer.trailers, ...trailersInBody(answer) }, pseudonyms),
      body: bodyShape({ headers: answer.headers, body: answer.body, path, side: 'answer' }, fields),
    },
    ...(brokenBy !== undefined && { brokenBy }),
  };
}

/** gRPC-Web has no trailers of HTTP. */
function trailersInBody({ headers, body }: RawExchange['answer']): Readonly<Record<string, string>> {
  if (!isFramed(mediaType(headers))) return {};
  return readFrames(body.bytes, headerText(headers, 'grpc-encoding'))?.trailers ?? {};
}
