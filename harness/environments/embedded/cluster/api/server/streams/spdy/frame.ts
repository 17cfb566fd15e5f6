import { SpdyError } from './spdy-error.ts';

/** Reasons of a RST_STREAM. */
export const resetStatus = { protocolError: 1, invalidStream: 2, refusedStream: 3, cancel: 5, inUse: 8 } as const;

/** Reasons of a GOAWAY. */
export const goAwayStatus = { ok: 0, protocolError: 1 } as const;

/** A SPDY/3.1 frame; `headers` are the compressed block, for they can be read in their order only. */
export type Frame =
  | { readonly type: 'data'; readonly stream: number; readonly fin: boolean; readonly data: Buffer }
  | {
      readonly type: 'synStream';
      readonly stream: number;
      readonly fin: boolean;
      readonly unidirectional: boolean;
      readonly associated: number;
      readonly priority: number;
      readonly headers: Buffer;
    }
  | { readonly type: 'synReply' | 'headers'; readonly stream: number; readonly fin: boolean; readonly headers: Buffer }
  | { readonly type: 'rstStream'; readonly stream: number; readonly status: number }
  | { readonly type: 'settings'; readonly settings: ReadonlyMap<number, number> }
  | { readonly type: 'ping'; readonly id: number }
  | { readonly type: 'goAway'; readonly lastStream: number; readonly status: number }
  | { readonly type: 'windowUpdate'; readonly stream: number; readonly delta: number };

/** The largest length that a frame's header holds. */
export const maxLength = 0xff_ffff;

const finFlag = 1;
const unidirectionalFlag = 2;

export function encodeFrame(frame: Frame): Buffer {
  switch (frame.type) {
    case 'data':
      return Buffer.concat([words(frame.stream, lengthWord(frame.fin ? finFlag : 0, frame.data.length)), frame.data]);
    case 'synStream': {
      const flags = (frame.fin ? finFlag : 0) | (frame.unidirectional ? unidirectionalFlag : 0);
      const priority = Buffer.from([frame.priority << 5, 0]);
      return control(1, flags, words(frame.stream, frame.associated), priority, frame.headers);
    }
    case 'synReply':
      return control(2, frame.fin ? finFlag : 0, words(frame.stream), frame.headers);
    case 'rstStream':
      return control(3, 0, words(frame.stream, frame.status));
    case 'settings':
      return control(4, 0, words(frame.settings.size, ...[...frame.settings].flat()));
    case 'ping':
      return control(6, 0, words(frame.id));
    case 'goAway':
      return control(7, 0, words(frame.lastStream, frame.status));
    case 'headers':
      return control(8, frame.fin ? finFlag : 0, words(frame.stream), frame.headers);
    case 'windowUpdate':
      return control(9, 0, words(frame.stream, frame.delta));
  }
}

/** A control frame from its parts; undefined for a type that no draft knows, which is to be ignored. Throws SpdyError. */
export function decodeControlFrame(type: number, flags: number, body: Buffer): Frame | undefined {
  const fin = (flags & finFlag) !== 0;
  switch (type) {
    case 1: {
      atLeast(body, 10);
      return {
        type: 'synStream',
        stream: streamId(body),
        fin,
        unidirectional: (flags & unidirectionalFlag) !== 0,
        associated: body.readUInt32BE(4) & 0x7fff_ffff,
        priority: (body[8] ?? 0) >> 5,
        headers: body.subarray(10),
      };
    }
    case 2:
    case 8:
      atLeast(body, 4);
      return { type: type === 2 ? 'synReply' : 'headers', stream: streamId(body), fin, headers: body.subarray(4) };
    case 3:
      exactly(body, 8);
      return { type: 'rstStream', stream: streamId(body), status: body.readUInt32BE(4) };
    case 4:
      return { type: 'settings', settings: settings(body) };
    case 6:
      exactly(body, 4);
      return { type: 'ping', id: body.readUInt32BE() };
    case 7:
      exactly(body, 8);
      return { type: 'goAway', lastStream: body.readUInt32BE() & 0x7fff_ffff, status: body.readUInt32BE(4) };
    case 9:
      exactly(body, 8);
      return {
        type: 'windowUpdate',
        stream: body.readUInt32BE() & 0x7fff_ffff,
        delta: body.readUInt32BE(4) & 0x7fff_ffff,
      };
    default:
      return undefined;
  }
}

function settings(body: Buffer): ReadonlyMap<number, number> {
  atLeast(body, 4);
  const count = body.readUInt32BE();
  exactly(body, 4 + 8 * count);
  const at = (index: number): [number, number] => {
    const place = 4 + 8 * index;
    return [body.readUInt32BE(place) & 0xff_ffff, body.readUInt32BE(place + 4)];
  };
  return new Map(Array.from({ length: count }, (_, index) => at(index)));
}

function streamId(body: Buffer): number {
  const id = body.readUInt32BE() & 0x7fff_ffff;
  if (id === 0) throw new SpdyError('stream id zero is disallowed');
  return id;
}

function atLeast(body: Buffer, length: number): void {
  if (body.length < length) throw new SpdyError('invalid control frame');
}

function exactly(body: Buffer, length: number): void {
  if (body.length !== length) throw new SpdyError('invalid control frame');
}

function control(type: number, flags: number, ...parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((size, part) => size + part.length, 0);
  return Buffer.concat([words(0x8003_0000 + type, lengthWord(flags, length)), ...parts]);
}

function lengthWord(flags: number, length: number): number {
  if (length > maxLength) throw new RangeError(`A SPDY frame holds ${maxLength} bytes, not ${length}.`);
  return flags * 0x100_0000 + length;
}

function words(...values: readonly number[]): Buffer {
  const buffer = Buffer.allocUnsafe(4 * values.length);
  for (const [index, value] of values.entries()) buffer.writeUInt32BE(value, 4 * index);
  return buffer;
}
