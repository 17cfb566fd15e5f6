import { Content } from './content.ts';
import type { ContentWriter } from './content-writer.ts';

export class MemoryWriter implements ContentWriter {
  readonly copies = false;
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
