import type { TextField } from '../fields/text-field.ts';
import type { Chunk } from './chunk.ts';
import { type Token, tokenise } from './tokenise.ts';

/** Words of one chunk: enough to see what a name is part of, few enough for attention to stay cheap. */
const longest = 64;
const shortest = longest / 2;
const contextWords = 4;
const endsSentence = new Set(['.', '!', '?', ';']);

/** Cuts a field into chunks, where a line or a sentence ends if that leaves half a chunk, else where its words are full. */
export function* fieldChunks(field: TextField): Generator<Chunk> {
  const context = [...field.parentWords, ...field.ownWords].slice(-contextWords);
  let tokens: Token[] = [];
  for (const token of tokenise(field.text)) {
    tokens.push(token);
    if (tokens.length <= longest) continue;
    const end = boundary(field.text, tokens);
    yield { field, context, tokens: tokens.slice(0, end) };
    tokens = tokens.slice(end);
  }
  if (tokens.length > 0) yield { field, context, tokens };
}

function boundary(text: string, tokens: readonly Token[]): number {
  let sentence: number | undefined;
  for (let end = longest; end > shortest; end--) {
    const last = tokens[end - 1];
    const next = tokens[end];
    if (last === undefined || next === undefined) continue;
    if (text.slice(last.end, next.start).includes('\n')) return end;
    if (sentence === undefined && endsSentence.has(last.text) && next.start > last.end) sentence = end;
  }
  return sentence ?? longest;
}
