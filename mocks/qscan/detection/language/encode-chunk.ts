import type { Chunk } from './chunk.ts';
import { letterCase, nameCase } from './letter-case.ts';
import type { WordPieces } from './word-pieces.ts';

/** A chunk in a model's own terms. */
export interface EncodedChunk {
  readonly chunk: Chunk;
  readonly ids: readonly number[];
  /** By piece: the class of its word's letters (`letterCase`). */
  readonly cases: readonly number[];
  /** By word of the chunk: where its first piece stands, which answers for it. */
  readonly firstPieces: readonly number[];
}

/** Turns chunks into pieces. Training and scanning both go through here, so they cannot drift apart. */
export function encodeChunk(chunk: Chunk, pieces: WordPieces): EncodedChunk {
  const { context, tokens } = chunk;
  const ids = [...pieces.prefix];
  const cases = ids.map(() => 0);
  const firstPieces: number[] = [];
  const add = (word: string, kind: number) => {
    for (const piece of pieces.of(word)) {
      ids.push(piece);
      cases.push(kind);
    }
  };
  if (context.length > 0) for (const word of [...context, ':']) add(` ${word}`, nameCase);
  tokens.forEach((token, index) => {
    firstPieces.push(ids.length);
    // Tokenizers that part words by the blank in front of them are told of it.
    const isGlued = tokens[index - 1]?.end === token.start;
    add(isGlued ? token.text : ` ${token.text}`, letterCase(token.text, isGlued));
  });
  for (const id of pieces.suffix) {
    ids.push(id);
    cases.push(0);
  }
  return { chunk, ids, cases, firstPieces };
}
