import { InputError } from '../../errors/input-error.ts';
import { codePointsBefore } from '../code-points.ts';
import type { Label, LabelledText } from '../labelled-text.ts';

const tagForm = /^(?:O|([BIESUL])-(\S+))$/;
/** Prefixes that begin a value: BIO, BIOES and BILOU. */
const begins = new Set(['B', 'S', 'U']);

/**
 * Reads CoNLL columns: a token a line, its tag last (BIO, BIOES or BILOU), an empty line between sentences. A sentence becomes a
 * text of tokens with a blank between. `InputError` names file, line and remedy, and quotes no token.
 */
export function readConll(content: string, file: string): LabelledText[] {
  const texts: LabelledText[] = [];
  let text = '';
  let labels: { name: string; start: number; end: number }[] = [];
  let open: string | undefined;
  const end = () => {
    if (text !== '') texts.push({ text, labels: labels satisfies Label[] });
    text = '';
    labels = [];
    open = undefined;
  };
  for (const [index, line] of content.split(/\r?\n/).entries()) {
    const columns = line.trim() === '' ? [] : line.trim().split(/\t+| +/);
    const [token, last] = [columns[0], columns.at(-1)];
    if (token === undefined || last === undefined || token === '-DOCSTART-') {
      end();
      continue;
    }
    const tag = columns.length < 2 ? null : tagForm.exec(last);
    if (tag === null) {
      if (line.startsWith('#')) continue;
      throw new InputError(
        'the last column is no tag: CoNLL has a token a line and its tag last, O, or B- and I- before a name.',
        { file, line: index + 1 },
      );
    }
    const [, prefix, name] = tag;
    if (text !== '') text += ' ';
    const start = codePointsBefore(text, text.length);
    text += token;
    const stop = codePointsBefore(text, text.length);
    const label = labels.at(-1);
    if (prefix === undefined || name === undefined) open = undefined;
    else if (label !== undefined && open === name && !begins.has(prefix)) label.end = stop;
    else labels.push({ name, start, end: stop });
    // A value that has ended takes no further token.
    if (name !== undefined)
      open = prefix === 'E' || prefix === 'L' || prefix === 'S' || prefix === 'U' ? undefined : name;
  }
  end();
  if (texts.length === 0)
    throw new InputError('the file holds no token: nothing would be measured.', { file, line: 1 });
  return texts;
}
