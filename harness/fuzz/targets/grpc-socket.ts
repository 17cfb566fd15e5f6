import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2';
import { gzipSync } from 'node:zlib';
import type { Random } from '../../random/random.ts';
import { dropped } from '../dropped.ts';
import type { EdgeAddress } from '../edge-address.ts';
import { FuzzViolation } from '../fuzz-target.ts';
import { mutate } from '../mutate.ts';
import { ingestBatch, sampleMessages } from '../sample-messages.ts';
import { socketTarget } from '../socket-target.ts';

/** Codes that a client does not repeat, and that name a fault of its own or none (reference, pulse.md section 1), */
const honest = new Map([
  [0, 'ok'],
  [3, 'invalid_argument'],
  [5, 'not_found'],
  [8, 'resource_exhausted'],
  [12, 'unimplemented'],
]);

/** and what gRPC itself calls internal: a message that cannot be unpacked or parsed. Source: grpc, doc/statuscodes.md. */
const internal = '13';
const unparsed = /^(parse binary|received compressed envelope|decompression failed)/;

/** gRPC over h2c: a call of which message, length or compression is broken gets a code that blames the caller, or is reset. */
export const grpcSocket = socketTarget({
  name: 'grpc-socket',
  what: "Pulse's gRPC calls, over h2c",
  share: 15,
  atOnce: 16,
  soundly: 'ok',
  connect(edge) {
    const held: { session?: ClientHttp2Session } = {};
    const session = () => {
      if (held.session === undefined || held.session.closed || held.session.destroyed) {
        held.session = connect(`http://localhost:${edge.port}`).on('error', () => undefined);
      }
      return held.session;
    };
    return {
      sound: () =>
        call(session(), edge, { path: ingestBatch.path, body: prefixed(ingestBatch.binary), compressed: false }),
      send(random) {
        const { path, binary } = random.pick(sampleMessages);
        return call(session(), edge, { path, ...broken(binary, random) });
      },
      async [Symbol.asyncDispose]() {
        held.session?.destroy();
      },
    };
  },
});

interface Call {
  readonly path: string;
  readonly body: Uint8Array;
  readonly compressed: boolean;
}

async function call(
  session: ClientHttp2Session,
  { token }: EdgeAddress,
  { path, body, compressed }: Call,
): Promise<string> {
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    authorization: `Bearer ${token}`,
    ...(compressed && { 'grpc-encoding': 'gzip' }),
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  const heads: IncomingHttpHeaders[] = [];
  stream.on('response', (headers) => heads.push(headers));
  stream.on('trailers', (trailers) => heads.push(trailers));
  stream.on('error', () => undefined);
  stream.on('close', () => resolve());
  stream.resume();
  stream.end(body);
  await promise;
  const end = heads.find((headers) => headers['grpc-status'] !== undefined);
  if (end === undefined) {
    const status = heads[0]?.[':status'];
    if (status !== undefined) throw new FuzzViolation(`${path} was answered with ${status} and no grpc-status`);
    return dropped;
  }
  const { 'grpc-status': code, 'grpc-message': message = '' } = end;
  if (code === internal && unparsed.test(decodeURIComponent(String(message)))) return 'internal, unparsed';
  const name = honest.get(Number(code));
  if (name === undefined) throw new FuzzViolation(`${path} was answered with grpc-status ${code}: ${message}`);
  return name;
}

/** A message behind its prefix, either of them broken, or what it is compressed to. */
function broken(message: Uint8Array, random: Random): Omit<Call, 'path'> {
  const compressed = random.chance(0.3);
  const breaksMessage = random.chance(0.6);
  const plain = breaksMessage ? mutate(message, random) : message;
  const whole = prefixed(compressed ? gzipSync(plain, { level: 1 }) : plain, compressed);
  return { body: breaksMessage ? whole : mutate(whole, random), compressed };
}

function prefixed(content: Uint8Array, compressed = false): Buffer {
  const whole = Buffer.alloc(5 + content.length);
  whole[0] = compressed ? 1 : 0;
  whole.writeUInt32BE(content.length, 1);
  whole.set(content, 5);
  return whole;
}
