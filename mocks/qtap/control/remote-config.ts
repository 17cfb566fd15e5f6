import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSnapshot } from '../../../harness/snapshot/read-snapshot.ts';
import type { Snapshot } from '../../../harness/snapshot/snapshot.ts';
import { httpCall } from '../http-call.ts';

/**
 * A `--config` that is a URL: fetched without a token; the copy of the last one that was read stands in when a later fetch fails,
 * and goes when the agent stops (reference, qplane.md section 1).
 */
export class RemoteConfig implements AsyncDisposable {
  readonly #url: string;
  readonly #limit: number;
  readonly #copy: string;
  #isCopied = false;

  /** `limit` in milliseconds. */
  constructor(url: string, limit: number) {
    const { host, pathname } = new URL(url);
    this.#url = url;
    this.#limit = limit;
    this.#copy = join(tmpdir(), `qtap-config-${host}-${pathname.replace(/^\//, '').replaceAll('/', '-')}.yaml`);
  }

  async load(): Promise<Snapshot> {
    try {
      const { status, body } = await httpCall(this.#url, { timeout: this.#limit });
      if (status !== 200) throw new Error(`${this.#url} answered ${status}`);
      const snapshot = this.#read(body);
      await this.#keep(body);
      return snapshot;
    } catch (error) {
      if (!this.#isCopied) throw error;
      return this.#read(await readFile(this.#copy, 'utf8'));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#copy, { force: true });
  }

  /** Whole or not at all: an empty copy would be a config. One that cannot be kept is no reason not to run on what was fetched. */
  async #keep(body: string): Promise<void> {
    const half = `${this.#copy}.${process.pid}`;
    try {
      await writeFile(half, body);
      await rename(half, this.#copy);
      this.#isCopied = true;
    } catch {
      await rm(half, { force: true });
    }
  }

  #read(text: string): Snapshot {
    return readSnapshot(text, { file: this.#url, wrapped: false });
  }
}
