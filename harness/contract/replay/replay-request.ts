import type { BodyShape, Fixture } from '../fixture.ts';
import { restPaths, rpcMethods } from '../known-calls.ts';
import type { RawHeaders } from '../raw-exchange.ts';
import { readPlaceholder } from '../read-placeholder.ts';
import { mediaType } from '../redact/media-type.ts';
import { messageOfShape } from './message-of-shape.ts';
import { type TextOf, valueOfShape } from './value-of-shape.ts';

/** A request that asks the mocks what a fixture's asked the real one. */
export interface ReplayRequest {
  readonly protocol: Fixture['protocol'];
  readonly method: string;
  readonly target: string;
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
}

export interface ReplayValues {
  /** The text that stands for a secret's placeholder, as `<token 1>`. */
  readonly secretOf: (placeholder: string) => string;
  readonly textOf: TextOf;
}

/** Headers by which a server chooses how to answer. Others are the client's own, or follow from the body. */
const meaningful = new Set([
  ...[
    'accept',
    'accept-encoding',
    'authorization',
    'connect-accept-encoding',
    'connect-protocol-version',
    'content-type',
  ],
  ...['cookie', 'grpc-accept-encoding', 'te', 'x-api-key'],
]);

/** Makes a request of a fixture's shapes, or says in one sentence why there can be none. */
export function replayRequest(fixture: Fixture, { secretOf, textOf }: ReplayValues): ReplayRequest | string {
  const { method, path, headers, body } = fixture.request;
  const [bare = '', query] = path.split(/\?(.*)/s, 2);
  if (fixture.brokenBy !== undefined) return `the ${fixture.brokenBy} broke it off while it was recorded`;
  if (fixture.answer.body.format === 'too-long') return 'its answer was too long to be recorded whole';
  if (!restPaths.includes(bare) && !rpcMethods.has(bare)) return 'its path is none that the mocks know';
  if (readPlaceholder(method) !== undefined) return 'its method is none of HTTP';
  const fill = (text: string) =>
    text.replace(/<(\w+)(?: (\d+))?>/g, (placeholder, kind: string, number: string | undefined) =>
      number === undefined ? (kind === 'timestamp' ? '' : 'text') : secretOf(placeholder),
    );
  const kept = Object.entries(headers).filter(([name]) => meaningful.has(name));
  const content = bytesOf(body, bare, mediaType(headers), textOf);
  if (typeof content === 'string') return content;
  return {
    protocol: fixture.protocol,
    method,
    target: query === undefined ? bare : `${bare}?${fill(query)}`,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, fill(value)])),
    body: content,
  };
}

function bytesOf({ format, shape }: BodyShape, path: string, type: string, textOf: TextOf): Uint8Array | string {
  if (format === 'empty') return new Uint8Array();
  if (shape === undefined) return `its request's body is ${format.replace('-', ' ')}, not a shape`;
  const schema = rpcMethods.get(path)?.input;
  try {
    if (format === 'json' || format === 'yaml') return Buffer.from(JSON.stringify(valueOfShape(shape, textOf)));
    if (schema === undefined) return 'its request is a message of an RPC that the mocks do not know';
    if (format === 'proto') return messageOfShape(schema, shape, textOf);
    const messages = Array.isArray(shape) ? shape : [shape];
    const isJson = type.endsWith('+json');
    const frames = messages.map((one) =>
      frame(isJson ? Buffer.from(JSON.stringify(valueOfShape(one, textOf))) : messageOfShape(schema, one, textOf)),
    );
    return Buffer.concat(
      type.startsWith('application/connect+') ? [...frames, frame(Buffer.from('{}'), 0x02)] : frames,
    );
  } catch {
    return "its request's shape is none of this RPC's message: recorded by another version?";
  }
}

function frame(message: Uint8Array, flags = 0): Uint8Array {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt8(flags);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
