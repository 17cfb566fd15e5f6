import { defaultLimits } from '../limits.ts';
import type { FormatDescription } from './format-description.ts';
import { formats } from './formats.ts';

/** What is packed, and what no format can read: not tried one after the other, but written down with the formats. */
export const otherFormats: readonly FormatDescription[] = [
  {
    name: 'base64',
    known:
      'any value, of 12 characters or more, that is base64 in either alphabet or a `data:` URL, of UTF-8 without control characters, of text with a byte order mark, or of gzip, zlib or zstd (charset: byte order mark, that of the URL, XML declaration or `<meta>`, else UTF-8)',
    paths: 'the value itself is read as well; compressed text has a further step, `gzip()`, `deflate()`, `zstd()`',
    example: {
      contentType: undefined,
      body: '{"data":"YWRhQG1haWwuZXhhbXBsZQ=="}',
      paths: ['$.data', '$.data.base64()'],
    },
  },
  {
    name: 'text',
    known: 'everything else, and what is broken',
    paths: '`$`',
    example: { contentType: 'text/plain', body: 'Write to ada@mail.example', paths: ['$'] },
  },
];

/** What `docs/detection.md` must hold. */
export function formatsDocument(): string {
  const { bodyLength, depth, nesting, fields, unpackedLength, expansion, wordPieces, findings } = defaultLimits;
  return `# Detection

How the stand-in QScan takes bodies apart. All of it is **ours**: nothing public says how the real one names a place in anything but
JSON, so its findings are matched by hash and type alone. Written from \`mocks/qscan/detection/fields/formats.ts\` by
\`npx vitest run mocks/qscan/detection/fields/formats-document.test.ts -u\`, which also tries every example.

## Where a finding is

- \`source\`: \`request_body\` or \`response_body\`. Headers and URL are not scanned.
- \`field_path\`: \`$\` is the body; a name \`.name\`, one that is no identifier \`['e-mail']\`, with \`\\'\` and \`\\\\\` in it; a number \`[0]\`.
  A format inside of another one is a step with its name: \`$.payload.json().mail\` is \`mail\` in the JSON that the string \`payload\` is.
- \`value_hash\`: SHA-256 of the substring as it was found in the decoded field: escapes, entities, percent signs and encodings
  undone, nothing else normalised but runs of blanks in HTML.

## Formats

Tried in this order; the first that can read a body or a value has it. Names (of JSON members, columns, elements) are context, no values.

| format | how it is known | path | example | its fields |
| --- | --- | --- | --- | --- |
${[...formats, ...otherFormats].map(row).join('\n')}

Qtap stores bodies decompressed and as valid UTF-8, so on a body itself neither compression nor a charset is left; both are undone where they
come inside: in base64, and in parts of a multipart body by their \`Content-Transfer-Encoding\` (base64, quoted-printable),
\`Content-Encoding\` (gzip, deflate, br, zstd) and charset.

## Limits

A limit ends the reading there, what was found before stays, and the verdict names it: \`request_body is …\` in the error of the job or,
with setting \`incompleteScan: success\`, in the line \`scan incomplete\`. Values of the stand-in (\`limits.ts\`); QScan's own are unknown.

| limit | value | verdict |
| --- | --- | --- |
| characters of a body | ${bodyLength} | \`longer than ${bodyLength} characters\` |
| levels in one text (JSON, XML, HTML, GraphQL) | ${depth} | \`nested deeper than ${depth} levels\` |
| formats inside each other | ${nesting} | \`of more than ${nesting} formats inside each other\` |
| fields | ${fields} | \`of more than ${fields} fields\` |
| characters of all formats inside a body | ${unpackedLength} | \`longer than ${unpackedLength} characters once unpacked\` |
| growth of compressed data (64 KiB are always read) | ${expansion} times | \`compressed more than ${expansion} times\` |
| compression of compressed data | 3 times | \`compressed more than 3 times over\` |
| pieces of words, about which the model is asked (40 kB of prose) | ${wordPieces} | \`of more than ${wordPieces} word pieces for the model\` |
| findings | ${findings} | \`of more than ${findings} findings\` |
`;
}

function row({ name, known, paths, example }: FormatDescription): string {
  const cells = [name, known, paths, code(example.body), example.paths.map(code).join(', ')];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** As a code span on one line: line breaks as `\n`. */
function code(text: string): string {
  return `\`${text.replaceAll('\r', '\\r').replaceAll('\n', '\\n')}\``;
}
