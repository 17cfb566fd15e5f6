import { Duplex } from 'node:stream';

const binary = 0x82;
const masked = 0x80;

/**
 * A client's end of a WebSocket as a stream of bytes, over a connection that is upgraded already. By hand, because WebSocket
 * clients for Node refuse the name of kubectl's protocol. Frames of a server: binary, unmasked, whole; a close ends all.
 */
export class Tunnel extends Duplex {
  readonly #socket: Duplex;
  #rest = Buffer.alloc(0);

  constructor(socket: Duplex) {
    super();
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', () => {});
    socket.once('close', () => this.push(null));
  }

  override _read(): void {}

  override _write(data: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    const header = Buffer.alloc(14);
    header[0] = binary;
    header[1] = masked | 127;
    header.writeBigUInt64BE(BigInt(data.length), 2);
    // A mask of zeros changes nothing.
    this.#socket.write(Buffer.concat([header, data]), callback);
  }

  override _final(callback: () => void): void {
    this.#socket.end(callback);
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#socket.destroy();
    callback(error);
  }

  #receive(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const short = this.#rest[1] ?? 0;
      const start = short === 127 ? 10 : short === 126 ? 4 : 2;
      if (this.#rest.length < start) return;
      const length =
        short === 127 ? Number(this.#rest.readBigUInt64BE(2)) : short === 126 ? this.#rest.readUInt16BE(2) : short;
      if (this.#rest.length < start + length) return;
      if (this.#rest[0] === binary) this.push(this.#rest.subarray(start, start + length));
      else this.destroy();
      this.#rest = this.#rest.subarray(start + length);
    }
  }
}
