import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../errors/input-error.ts';
import { readText } from '../../manifests/read-text.ts';
import type { LabelledSet, Source } from '../labelled-text.ts';
import { readConll } from './read-conll.ts';
import { readSpanList } from './read-span-list.ts';

const largestFile = 256 * 1024 * 1024;
const endings = /\.(?:json|conll|bio|iob|iob2|tsv|txt)$/;

/** Reads a file, or a folder of files that are one set. Throws `InputError`. */
export async function readLabelledSet(path: string): Promise<LabelledSet> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() !== true) return { name: path, sources: [await readSource(path)] };
  const files = (await readdir(path)).filter((name) => endings.test(name)).sort();
  if (files.length === 0) throw new InputError(`${path} holds no labelled file (.json, or .conll, .bio, .tsv, .txt).`);
  return { name: path, sources: await Promise.all(files.map((name) => readSource(join(path, name)))) };
}

/** JSON is known by its first sign: no CoNLL file begins with a bracket and no tag. */
async function readSource(file: string): Promise<Source> {
  const content = (await readText(file, largestFile)).replace(/^\uFEFF/, '');
  const [first = ''] = content.trimStart().split('\n', 1);
  const isJson = /^[[{]/.test(first) && !/\s(?:O|[BIESUL]-\S+)\s*$/.test(first);
  return { file, texts: isJson ? readSpanList(content, file) : readConll(content, file) };
}
