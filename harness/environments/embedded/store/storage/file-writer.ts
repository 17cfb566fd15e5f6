import { type FileHandle, open } from 'node:fs/promises';
import { Content } from './content.ts';
import { ContentFile } from './content-file.ts';
import type { ContentWriter } from './content-writer.ts';

const bufferBytes = 256 * 1024;
const mostWaiting = 2;

/** Fills one buffer while others are being written, and uses each again: an upload of any size leaves no garbage. */
export class FileWriter implements ContentWriter {
  readonly copies = true;
  readonly #file: ContentFile;
  readonly #opened: Promise<FileHandle>;
  #filling: Buffer | undefined;
  #filled = 0;
  readonly #spare: Buffer[] = [];
  /** Buffers whose write has not ended. */
  #waiting = 0;
  #length = 0;
  /** Ends with the last write so far; rejected once one has failed. */
  #written: Promise<unknown>;

  constructor(path: string) {
    this.#file = new ContentFile(path);
    this.#opened = open(path, 'wx');
    this.#written = this.#opened;
    // Reported by whoever awaits it; until then it must not end the process.
    this.#written.catch(() => undefined);
  }

  write(bytes: Buffer): void {
    for (let done = 0; done < bytes.length; ) {
      this.#filling ??= this.#spare.pop() ?? Buffer.allocUnsafeSlow(bufferBytes);
      const copied = bytes.copy(this.#filling, this.#filled, done);
      done += copied;
      this.#filled += copied;
      if (this.#filled === bufferBytes) this.#flush();
    }
  }

  drained(): Promise<unknown> | undefined {
    return this.#waiting < mostWaiting ? undefined : this.#written;
  }

  async finish(): Promise<Content> {
    this.#flush();
    await this.#written;
    await (await this.#opened).close();
    return Content.inFile(this.#file, this.#length);
  }

  async abandon(): Promise<void> {
    await this.#written.catch(() => undefined);
    const handle = await this.#opened.catch(() => undefined);
    await handle?.close().catch(() => undefined);
    this.#file.retain();
    this.#file.release();
  }

  #flush(): void {
    const buffer = this.#filling;
    if (buffer === undefined) return;
    const bytes = buffer.subarray(0, this.#filled);
    const position = this.#length;
    this.#length += bytes.length;
    this.#filling = undefined;
    this.#filled = 0;
    this.#waiting += 1;
    this.#written = this.#written.then(async () => {
      await writeAll(await this.#opened, bytes, position);
      this.#waiting -= 1;
      this.#spare.push(buffer);
    });
    this.#written.catch(() => undefined);
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
