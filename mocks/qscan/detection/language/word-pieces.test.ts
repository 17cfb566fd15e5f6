import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import { expect, test } from 'vitest';
import { shippedModel } from './model/shipped-model.ts';
import { WordPieces } from './word-pieces.ts';

const json = (file: URL) => JSON.parse(readFileSync(file, 'utf8'));
const shipped = () => new Tokenizer(json(shippedModel.tokenizer), json(shippedModel.tokenizerConfig));

/** A tokenizer of whole words, as the library reads one. */
function wordLevel(words: readonly string[]): Tokenizer {
  const vocab = Object.fromEntries(words.map((word, id) => [word, id]));
  const model = {
    type: 'WordPiece',
    vocab,
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 9,
  };
  const parts = { normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, added_tokens: [] };
  return new Tokenizer({ ...parts, model } as unknown as ConstructorParameters<typeof Tokenizer>[0], {});
}

test('a word has the same pieces whenever it is asked for, one at least and six at most', () => {
  const pieces = new WordPieces(shipped());
  expect([pieces.prefix.length, pieces.suffix.length]).toEqual([1, 1]);
  for (const word of ['Ada', 'Donaudampfschifffahrtsgesellschaft', '\u00ad', '\ud83d', '山', 'x'.repeat(100_000)]) {
    const once = pieces.of(word);
    expect(once.length).toBeGreaterThanOrEqual(1);
    expect(once.length).toBeLessThanOrEqual(6);
    expect(pieces.of(word)).toEqual(once);
  }
  expect(pieces.of(' Ada')).toEqual(pieces.of('ada'));
});

test('a tokenizer that knows no letter is refused, one that knows little answers', () => {
  expect(() => new WordPieces(wordLevel(['zebra']))).toThrow('it makes no pieces of a letter');
  expect(new WordPieces(wordLevel(['a', '[UNK]'])).of('zebra')).toEqual([1]);
});
