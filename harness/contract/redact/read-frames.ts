import { decompress } from './decompress.ts';

interface Frames {
  readonly messages: readonly Uint8Array[];
  /** gRPC-Web's trailers, which stand in the body. */
  readonly trailers: Readonly<Record<string, string>>;
  /** JSON with which a stream of Connect ends. */
  readonly end: string | undefined;
}

const flags = { compressed: 0x01, connectEnd: 0x02, webTrailers: 0x80 };
const prefix = 5;

/**
 * Reads the frames of gRPC, gRPC-Web and Connect's streams: a byte of flags, four of length, a message
 * (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md, https://connectrpc.com/docs/protocol). Undefined for bytes
 * that are none, or break off.
 */
export function readFrames(bytes: Uint8Array, coding: string | undefined): Frames | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const messages: Uint8Array[] = [];
  const trailers: Record<string, string> = {};
  let end: string | undefined;
  for (let at = 0; at < view.length; ) {
    if (view.length < at + prefix) return undefined;
    const flag = view.readUInt8(at);
    const length = view.readUInt32BE(at + 1);
    at += prefix;
    if (view.length < at + length) return undefined;
    const content = decompress(view.subarray(at, at + length), flag & flags.compressed ? coding : undefined);
    if (content === undefined) return undefined;
    at += length;
    if (flag & flags.webTrailers) Object.assign(trailers, readTrailers(Buffer.from(content).toString('latin1')));
    else if (flag & flags.connectEnd) end = Buffer.from(content).toString();
    else messages.push(content);
  }
  return { messages, trailers, end };
}

function readTrailers(text: string): Record<string, string> {
  const lines = text.split('\r\n').filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', value = ''] = line.split(/:(.*)/s, 2);
      return [name.trim().toLowerCase(), value.trim()];
    }),
  );
}
