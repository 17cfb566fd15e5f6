import type { TextField } from '../fields/text-field.ts';
import type { Span } from '../span.ts';

/** What the model said of a text, and how many pieces it was asked about. */
export interface KnownSpans {
  readonly spans: readonly Span[];
  readonly pieces: number;
}

const mostEntries = 4096;
const longestText = 200;

/**
 * What the model said of short texts: names of countries, sorts and states come again and again. Those not asked for longest go
 * first. In memory alone: the keys are texts of bodies.
 */
export class SpanCache {
  readonly #known = new Map<string, KnownSpans>();

  /** Undefined: too long to keep. */
  key({ text, parentWords, ownWords }: TextField): string | undefined {
    return text.length > longestText ? undefined : `${parentWords.join(' ')}\0${ownWords.join(' ')}\0${text}`;
  }

  get(key: string): KnownSpans | undefined {
    const known = this.#known.get(key);
    if (known === undefined) return undefined;
    this.#known.delete(key);
    this.#known.set(key, known);
    return known;
  }

  set(key: string, known: KnownSpans): void {
    if (this.#known.size >= mostEntries) {
      const [oldest] = this.#known.keys();
      if (oldest !== undefined) this.#known.delete(oldest);
    }
    this.#known.set(key, known);
  }
}
