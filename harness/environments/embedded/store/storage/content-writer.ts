import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { Content } from './content.ts';
import { ContentFile } from './content-file.ts';

/** Takes the bytes of one content. Ends with `finish` or `abandon`; nothing is left after the latter. */
export interface ContentWriter {
  write(bytes: Buffer): void;
  /** What to await before more is written; undefined where there is room. */
  drained(): Promise<unknown> | undefined;
  /** The content, not yet held by anyone. */
  finish(): Promise<Content>;
  abandon(): Promise<void>;
}

export class MemoryWriter implements ContentWriter {
  readonly #chunks: Buffer[] = [];

  write(bytes: Buffer): void {
    this.#chunks.push(bytes);
  }

  drained(): undefined {
    return undefined;
  }

  async finish(): Promise<Content> {
    const [only, ...more] = this.#chunks;
    return Content.inMemory(only !== undefined && more.length === 0 ? only : Buffer.concat(this.#chunks));
  }

  async abandon(): Promise<void> {
    this.#chunks.length = 0;
  }
}

const mostPending = 1024 * 1024;

export class FileWriter implements ContentWriter {
  readonly #file: ContentFile;
  readonly #stream: WriteStream;
  #room = true;
  #fault: Error | undefined;

  constructor(path: string) {
    this.#file = new ContentFile(path);
    this.#stream = createWriteStream(path, { flags: 'wx', highWaterMark: mostPending });
    this.#stream.on('error', (fault) => {
      this.#fault = fault;
    });
  }

  write(bytes: Buffer): void {
    this.#room = this.#stream.write(bytes);
  }

  drained(): Promise<unknown> | undefined {
    if (this.#fault !== undefined) return Promise.reject(this.#fault);
    if (this.#room) return undefined;
    return new Promise<void>((resolve, reject) => {
      const settle = () => {
        this.#stream.off('drain', settle).off('close', settle);
        if (this.#fault === undefined) resolve();
        else reject(this.#fault);
      };
      this.#stream.on('drain', settle).on('close', settle);
    });
  }

  async finish(): Promise<Content> {
    this.#stream.end();
    await finished(this.#stream);
    return Content.inFile(this.#file, this.#stream.bytesWritten);
  }

  async abandon(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      if (this.#stream.closed) resolve();
      else this.#stream.once('close', () => resolve());
    });
    this.#stream.destroy();
    await closed;
    this.#file.retain();
    this.#file.release();
  }
}
