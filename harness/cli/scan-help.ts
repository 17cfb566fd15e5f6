import { modelFlagsHelp } from './model-flags-help.ts';

/** What `npm run scan -- --help` prints. */
export const scanHelp = `Scans one HTTP body as the stand-in QScan does and prints what it finds: type,
score, path, position and the value's SHA-256, never the value.

  npm run scan -- body.json
  npm run scan -- body.txt --explain
  curl -s https://shop.example/orders/1 | npm run --silent scan

Flags stand behind "--", or npm takes them for itself.

  FILE                the body (default: standard input)
  --content-type TYPE as the body's header has it (default: told by its shape)
  --explain           what each score is the sum of: form, checksum, the words
                      nearby, the model
  --json              findings as JSON, with what explains them
${modelFlagsHelp}
  --help              this text

Exit: 0 scanned, 1 not scanned to its end, 2 wrong use or unreadable input.
`;
