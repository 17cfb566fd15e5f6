import type { Limits } from '../limits.ts';
import { nameWords } from './name-words.ts';
import { fieldAt, type Place, type PlacedField } from './place.ts';

/** The reading of one body: what it has used of its limits, and which of them ended it. */
export class Reading {
  readonly limits: Limits;
  readonly wordsOf = nameWords();
  #fields = 0;
  #unpacked = 0;
  #incomplete: string | undefined;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** The first limit that was met, in a few words. */
  get incomplete(): string | undefined {
    return this.#incomplete;
  }

  stop(reason: string): void {
    this.#incomplete ??= reason;
  }

  /** Adds a text to `fields`; an empty one is no field. False: the body has too many, and the reader shall end. */
  add(fields: PlacedField[], text: string, place: Place | undefined): boolean {
    return text === '' || this.addField(fields, fieldAt(text, place, this.wordsOf));
  }

  /** The same of a field that has a context of its own. */
  addField(fields: PlacedField[], field: PlacedField): boolean {
    if (this.#fields === this.limits.fields) {
      this.stop(`of more than ${this.limits.fields} fields`);
      return false;
    }
    this.#fields++;
    fields.push(field);
    return true;
  }

  /** UTF-16 code units, or bytes, that may still be unpacked. */
  get room(): number {
    return this.limits.unpackedLength - this.#unpacked;
  }

  /** Counts a text that was inside another one. False: too much of it, and it shall not be read. */
  unpack(length: number): boolean {
    if (length > this.room) {
      this.stop(`longer than ${this.limits.unpackedLength} characters once unpacked`);
      return false;
    }
    this.#unpacked += length;
    return true;
  }

  /** Whether a text has levels left; `depth` counts those above it. */
  enter(depth: number): boolean {
    if (depth < this.limits.depth) return true;
    this.stop(`nested deeper than ${this.limits.depth} levels`);
    return false;
  }
}
