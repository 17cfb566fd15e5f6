import { brotliCompressSync, gzipSync } from 'node:zlib';

/** A body made to hurt, and the verdict that its scan has to end with; undefined: it is read to its end. */
export interface HostileBody {
  readonly name: string;
  readonly contentType?: string;
  readonly verdict: RegExp | undefined;
  /** It hurts the model alone, which asks about all of it or meets its limit; `verdict` is without one. */
  readonly language?: 'whole' | 'cut';
  make(): string;
}

const json = (value: unknown) => JSON.stringify(value);
const base64 = (bytes: Buffer) => json({ data: bytes.toString('base64') });
const repeat = (times: number, wrap: (inner: string) => string, inner: string) =>
  Array.from({ length: times }).reduce<string>(wrap, inner);
const bytes = (megabytes: number) => Buffer.alloc(megabytes * 1_000_000, ' ');

/** What the issue of the harness names, and what each format invites. */
export const hostileBodies: readonly HostileBody[] = [
  { name: '10 MB of digits', verdict: /longer than 2097152 characters/, make: () => '1'.repeat(10_000_000) },
  { name: 'digits apart', verdict: /longer than/, make: () => '1 '.repeat(5_000_000) },
  {
    name: 'JSON 100 000 levels deep',
    verdict: /nested deeper than 256 levels/,
    make: () => `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
  },
  { name: 'JSON that never ends', verdict: /nested deeper/, make: () => '['.repeat(100_000) },
  { name: 'JSON of a million numbers', verdict: /more than 250000 fields/, make: () => `[${'1,'.repeat(1_000_000)}1]` },
  {
    name: 'JSON in JSON, 12 deep',
    verdict: /more than 8 formats/,
    make: () => repeat(12, (inner) => json([inner]), '1'),
  },
  {
    name: 'JSON strings that are nearly JSON',
    verdict: undefined,
    make: () => json(Array.from({ length: 20_000 }, () => `[${'[1],'.repeat(8)}`)),
  },
  { name: 'NDJSON of 300 000 lines', verdict: /more than 250000 fields/, make: () => '{"a":1}\n'.repeat(260_000) },
  {
    name: 'a zip bomb, 64 MB in base64',
    verdict: /longer than 4194304 .* unpacked/,
    make: () => base64(gzipSync(bytes(64))),
  },
  {
    name: 'a zip bomb in a zip bomb',
    verdict: /longer than 4194304 .* unpacked/,
    make: () => base64(gzipSync(gzipSync(bytes(64)))),
  },
  {
    name: 'a thousand zip bombs',
    verdict: /compressed more than 100 times/,
    make: () => json(Array.from({ length: 1000 }, () => gzipSync(bytes(0.1)).toString('base64'))),
  },
  {
    name: 'gzip in gzip, 5 deep',
    verdict: /compressed more than 3 times over/,
    make: () => base64(Array.from({ length: 5 }).reduce<Buffer>((inner) => gzipSync(inner), Buffer.from('x'))),
  },
  {
    name: 'a part with a brotli bomb',
    contentType: 'multipart/mixed; boundary=b',
    verdict: /compressed more than 100 times/,
    make: () =>
      `--b\r\nContent-Encoding: br\r\nContent-Transfer-Encoding: base64\r\n\r\n${brotliCompressSync(bytes(8)).toString('base64')}\r\n--b--`,
  },
  {
    name: 'base64 in base64, 12 deep',
    verdict: /more than 8 formats/,
    make: () => repeat(12, (inner) => Buffer.from(inner).toString('base64'), 'Lorem ipsum dolor'),
  },
  {
    name: 'a million letters that are no base64',
    verdict: undefined,
    make: () => `${'YWJj'.repeat(250_000)}!`,
  },
  {
    name: 'multipart of 200 000 parts',
    contentType: 'multipart/form-data; boundary=b',
    verdict: undefined,
    make: () => '--b\r\n\r\n'.repeat(200_000),
  },
  {
    name: 'multipart in multipart',
    verdict: /more than 8 formats/,
    make: () =>
      repeat(
        12,
        (inner) => `--${inner.length}\r\nContent-Type: text/plain\r\n\r\n${inner}\r\n--${inner.length}--`,
        'x',
      ),
  },
  {
    name: 'a header of a million blanks',
    contentType: 'multipart/form-data; boundary=b',
    verdict: undefined,
    make: () => `--b\r\nContent-Disposition: form-data;${' '.repeat(1_000_000)}x\r\n\r\n--b`,
  },
  {
    name: 'XML 100 000 levels deep',
    contentType: 'application/xml',
    verdict: /nested deeper/,
    make: () => '<a>'.repeat(100_000),
  },
  {
    name: 'a billion laughs',
    verdict: undefined,
    make: () =>
      `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol">${repeat(9, (inner) => `${inner}<!ENTITY b "&a;&a;">`, '')}]><l>&b;</l>`,
  },
  {
    name: 'HTML of 200 000 elements that nobody closes',
    contentType: 'text/html',
    verdict: /nested deeper/,
    make: () => '<div a=1>'.repeat(200_000),
  },
  {
    name: 'HTML of 400 000 attributes',
    contentType: 'text/html',
    verdict: undefined,
    make: () => `<p ${Array.from({ length: 100_000 }, (_, index) => `a${index}=1`).join(' ')}>`,
  },
  {
    name: 'HTML that closes what is not open',
    contentType: 'text/html',
    verdict: undefined,
    make: () => `${'<b>'.repeat(200)}${'</i>'.repeat(300_000)}`,
  },
  {
    name: 'a comment without an end',
    contentType: 'text/html',
    verdict: undefined,
    make: () => '<!--'.repeat(400_000),
  },
  { name: 'CSV of quotes', contentType: 'text/csv', verdict: undefined, make: () => '"'.repeat(1_000_001) },
  { name: 'CSV of commas', contentType: 'text/csv', verdict: undefined, make: () => ','.repeat(2_000_000) },
  {
    name: 'GraphQL 100 000 levels deep',
    contentType: 'application/graphql',
    verdict: /nested deeper/,
    make: () => '{a'.repeat(100_000),
  },
  {
    name: 'a GraphQL text without an end',
    contentType: 'application/graphql',
    verdict: undefined,
    make: () => `{a(b:"""${'\\'.repeat(1_000_000)}`,
  },
  {
    name: 'a long GraphQL text',
    contentType: 'application/graphql',
    verdict: undefined,
    make: () => `{a(b:"""${'x"'.repeat(900_000)} """)}`,
  },
  { name: 'nearly a token', verdict: undefined, make: () => json({ token: `eyJ${'a'.repeat(1_000_000)}.eyJ` }) },
  {
    name: 'a form of 300 000 fields',
    contentType: 'application/x-www-form-urlencoded',
    verdict: /more than 250000 fields/,
    make: () => 'a=1&'.repeat(300_000),
  },
  { name: 'nearly a form', verdict: undefined, make: () => `${'a=1&'.repeat(500_000)} ` },
  { name: 'at signs', verdict: undefined, make: () => 'a@'.repeat(500_000) },
  { name: 'addresses without an end', verdict: undefined, make: () => `${'a.'.repeat(500_000)}@x` },
  { name: 'too many findings', verdict: /of more than 50000 findings/, make: () => 'a@b.co '.repeat(100_000) },
  { name: 'broken UTF-16 and zeros', verdict: undefined, make: () => '\ud800\0\udfff "\\u00'.repeat(100_000) },
  { name: 'broken UTF-8 as it is stored', verdict: undefined, make: () => '\ufffd'.repeat(1_000_000) },
  { name: 'broken UTF-8 in base64', verdict: undefined, make: () => base64(Buffer.alloc(1_000_000, 0xc3)) },
  { name: 'backslashes in a string', verdict: undefined, make: () => `"${'\\'.repeat(500_001)}` },
  { name: 'license prefixes', verdict: undefined, make: () => `driver ${'A1-'.repeat(300_000)}` },
  { name: 'one word of 2 MB', language: 'whole', verdict: undefined, make: () => 'a'.repeat(2_000_000) },
  {
    name: 'two words of 500 kB',
    language: 'whole',
    verdict: undefined,
    make: () => `${'ab'.repeat(250_000)} ${'é'.repeat(500_000)}`,
  },
  {
    name: 'one word without case of 700 000 signs',
    language: 'whole',
    verdict: undefined,
    make: () => '山'.repeat(700_000),
  },
  { name: '150 000 names', language: 'cut', verdict: undefined, make: () => 'Ada Lovelace, '.repeat(75_000) },
  {
    name: '100 000 fields with a name',
    language: 'cut',
    verdict: undefined,
    make: () => json(Array.from({ length: 100_000 }, (_, index) => `Ada ${index.toString(36)}`)),
  },
  { name: 'halves of signs', language: 'cut', verdict: undefined, make: () => 'Ada \ud83d \udc69'.repeat(100_000) },
];
