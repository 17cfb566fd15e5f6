import type { Tokenizer } from '@huggingface/tokenizers';
import { InputError } from '../../../../harness/errors/input-error.ts';

const mostPieces = 6;
const longestWord = 64;
/** Longer ones are ids, which come once. */
const longestKept = 24;
const mostKept = 20_000;

/** Splits words into a model's pieces. Words repeat, so what was split once is kept, in memory alone: these are words of bodies. */
export class WordPieces {
  /** What stands in front of and behind each text: [CLS] and [SEP], <s> and </s>. */
  readonly prefix: readonly number[];
  readonly suffix: readonly number[];
  readonly #tokenizer: Tokenizer;
  readonly #known = new Map<string, readonly number[]>();
  /** For what the tokenizer makes nothing of. */
  readonly #unknown: readonly number[];

  /** Throws `InputError` for a tokenizer that has no pieces for a letter. */
  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
    const bare = this.#encode('a', false);
    const framed = this.#encode('a', true);
    const at = framed.findIndex((_, start) => bare.every((piece, step) => framed[start + step] === piece));
    if (bare.length === 0 || at < 0) throw new InputError('it makes no pieces of a letter');
    this.prefix = framed.slice(0, at);
    this.suffix = framed.slice(at + bare.length);
    this.#unknown = bare.slice(0, 1);
  }

  /** At least one piece, and no more than six: what a word's first pieces do not tell, its others do not either. */
  of(word: string): readonly number[] {
    const cut = word.slice(0, longestWord);
    const known = this.#known.get(cut);
    if (known !== undefined) return known;
    const all = this.#encode(cut, false);
    const pieces = all.length === 0 ? this.#unknown : all.slice(0, mostPieces);
    if (cut.length > longestKept) return pieces;
    if (this.#known.size >= mostKept) this.#known.clear();
    // A copy: a part of a string keeps all of it in memory.
    this.#known.set(Buffer.from(cut).toString(), pieces);
    return pieces;
  }

  #encode(text: string, isFramed: boolean): readonly number[] {
    const ids: readonly unknown[] = this.#tokenizer.encode(text, { add_special_tokens: isFramed }).ids;
    return ids.filter((id): id is number => Number.isInteger(id));
  }
}
