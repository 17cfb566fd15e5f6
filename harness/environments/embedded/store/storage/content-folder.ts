import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContentWriter } from './content-writer.ts';
import { FileWriter } from './file-writer.ts';
import { MemoryWriter } from './memory-writer.ts';

/** Up to so many bytes stay in memory: opening a file costs more than a request with such a body. */
const mostInMemory = 256 * 1024;

/**
 * Where contents lie that are too large for memory: a folder of its own inside `parent`, made for the first of them. Files have
 * numbers for names, so nothing a client sends becomes a path.
 */
export class ContentFolder implements AsyncDisposable {
  readonly #parent: string;
  #path: string | undefined;
  #files = 0;
  readonly #removeAtExit = () => {
    if (this.#path !== undefined) rmSync(this.#path, { recursive: true, force: true });
  };

  constructor(parent: string = tmpdir()) {
    this.#parent = parent;
  }

  /** For a content of so many bytes. */
  writer(bytes: number): ContentWriter {
    if (bytes <= mostInMemory) return new MemoryWriter();
    if (this.#path === undefined) {
      this.#path = mkdtempSync(join(this.#parent, 'objects-'));
      process.once('exit', this.#removeAtExit);
    }
    this.#files += 1;
    return new FileWriter(join(this.#path, String(this.#files)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    process.off('exit', this.#removeAtExit);
    if (this.#path !== undefined) await rm(this.#path, { recursive: true, force: true });
  }
}
