import { modelFlagsHelp } from './model-flags-help.ts';

/** What `npm run evaluate -- --help` prints. */
export const evaluateHelp = `Prints how well the stand-in QScan detects: precision, recall, F1 and F2 by
type and over all, by span and by character, on labelled texts.

  npm run evaluate
  npm run evaluate -- conll/test.txt
  npm run evaluate -- sets/ other.json --json

Flags stand behind "--", or npm takes them for itself.

  FILE…               labelled files: JSON of {full_text, spans}, or CoNLL
                      columns; a folder is one set, each of its files a
                      source (default: fixtures/evaluation)
  --json              everything as JSON, with each span that was missed or is
                      extra
  --shortfalls        list these spans by text and position
  --write-document    write docs/evaluation.md instead of printing
${modelFlagsHelp}
  --help              this text

No text and no value is printed. Exit: 0 measured, 2 wrong use or unreadable
input.
`;
