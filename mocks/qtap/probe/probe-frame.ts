/**
 * What a process on the node tells the probe, out of band, as an eBPF probe would see it: first a `process` message, then
 * an `exchange` message for each finished exchange with the two bodies behind it. One frame is the length of the rest, the
 * length of the message (both 32 bits, big-endian), the message as JSON, the request body, the response body.
 */
export type ProbeMessage = ProcessMessage | ExchangeMessage;

/** The process behind a connection to the probe. */
export interface ProcessMessage {
  readonly kind: 'process';
  readonly pid: number;
  readonly exe: string;
  readonly pod: string;
  readonly namespace: string;
  readonly container: string;
  readonly image: string;
  /** The process's `QPOINT_STRATEGY` and `QPOINT_TAGS`. */
  readonly strategy: string;
  readonly tags: string;
}

export interface ExchangeMessage {
  readonly kind: 'exchange';
  /** Tells the process's connections apart. */
  readonly connection: number;
  readonly remoteAddress: string;
  readonly scheme: string;
  readonly authority: string;
  readonly method: string;
  readonly path: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Undefined when the exchange broke before the answer. */
  readonly status: number | undefined;
  readonly responseHeaders: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch; of the request's first byte. */
  readonly startedAt: number;
  /** How far the clock of the run is ahead of the machine's, in ms; default 0. */
  readonly clockAhead?: number | undefined;
  /** Milliseconds to the response's headers. */
  readonly duration: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
}

export interface ProbeFrame {
  readonly message: ProbeMessage;
  readonly requestBody: Buffer;
  readonly responseBody: Buffer;
}

const empty = Buffer.alloc(0);

export function encodeFrame(message: ProbeMessage, requestBody: Buffer = empty, responseBody: Buffer = empty): Buffer {
  const json = Buffer.from(JSON.stringify({ ...message, requestBody: requestBody.length }));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(4 + json.length + requestBody.length + responseBody.length, 0);
  head.writeUInt32BE(json.length, 4);
  return Buffer.concat([head, json, requestBody, responseBody]);
}

/** Puts frames together from a stream's chunks. */
export class FrameReader {
  #rest: Buffer = empty;

  /** The frames that are complete with this chunk. Throws on a frame that is none. */
  push(chunk: Buffer): ProbeFrame[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: ProbeFrame[] = [];
    let offset = 0;
    while (bytes.length - offset >= 4) {
      const end = offset + 4 + bytes.readUInt32BE(offset);
      if (bytes.length < end) break;
      frames.push(decodeFrame(bytes.subarray(offset + 4, end)));
      offset = end;
    }
    this.#rest = bytes.subarray(offset);
    return frames;
  }
}

function decodeFrame(frame: Buffer): ProbeFrame {
  const bodies = 4 + frame.readUInt32BE(0);
  const { requestBody: length, ...message } = JSON.parse(frame.toString('utf8', 4, bodies)) as ProbeMessage & {
    requestBody: number;
  };
  return {
    message,
    requestBody: frame.subarray(bodies, bodies + length),
    responseBody: frame.subarray(bodies + length),
  };
}
