import { unlink } from 'node:fs';

/** A file that the store has named and filled; it goes with its last holder. Contents and readers hold it. */
export class ContentFile {
  readonly path: string;
  #holders = 0;

  constructor(path: string) {
    this.path = path;
  }

  retain(): void {
    this.#holders += 1;
  }

  release(): void {
    this.#holders -= 1;
    // What cannot be removed now goes with the folder.
    if (this.#holders === 0) unlink(this.path, () => undefined);
  }
}
