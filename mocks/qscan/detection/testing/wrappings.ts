import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { PathSegment } from '../../../../harness/entities/field-path.ts';

/** A text in a format: where the value that was put into it is, and what the format has to be told by. */
export interface Wrapped {
  readonly text: string;
  /** Without the step that names the format. */
  readonly at: readonly PathSegment[];
  /** Undefined: it is known by its look. */
  readonly contentType?: string;
}

export interface Wrapping {
  /** The format's step in a path; undefined: it is `at` alone. */
  readonly as: string | undefined;
  wrap(value: string): Wrapped;
}

const inXml = (value: string) =>
  value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&#34;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\n', '&#10;');
const inCsv = (value: string) => `"${value.replaceAll('"', '""')}"`;
const base64 = (bytes: string | Buffer) => Buffer.from(bytes).toString('base64');

/** Formats that are known by their look wherever they stand. A boundary stands in no text inside, since those are shorter. */
export const wrappings: readonly Wrapping[] = [
  { as: 'json', wrap: (value) => ({ text: JSON.stringify({ 'a b': [1, value] }), at: ['a b', 1] }) },
  {
    as: 'ndjson',
    wrap: (value) => ({ text: `{"n":1}\n\n${JSON.stringify({ deep: { note: value } })}\n`, at: [1, 'deep', 'note'] }),
  },
  {
    as: 'xml',
    wrap: (value) => ({
      text: `<?xml version="1.0"?><a><b>x</b><b>${inXml(value)}</b></a>`,
      at: ['a', 'b', 1],
    }),
  },
  {
    as: 'xml',
    wrap: (value) => ({
      text: `<?xml version="1.0"?><x:a><b note="${inXml(value)}"/></x:a>`,
      at: ['x:a', 'b', '@note'],
    }),
  },
  {
    as: 'html',
    wrap: (value) => ({
      text: `<!DOCTYPE html><body><p>one<p>two <input value="${inXml(value)}"></body>`,
      at: ['body', 'p', 1, 'input', '@value'],
    }),
  },
  {
    as: 'multipart',
    wrap: (value) => ({
      text: `--=_${value.length}\r\nContent-Disposition: form-data; name="x y"\r\n\r\n${value}\r\n--=_${value.length}--\r\n`,
      at: ['x y'],
    }),
  },
  {
    as: 'multipart',
    wrap: (value) => ({
      text: `--=_${value.length}\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(value)}\r\n--=_${value.length}--\r\n`,
      at: [0],
    }),
  },
  {
    as: 'multipart',
    wrap: (value) => ({
      text: `--=_${value.length}\r\nContent-Disposition: form-data; name=f; filename=x.csv\r\nContent-Type: text/csv;header=present\r\n\r\nid;note\r\n1;${inCsv(value)}\r\n--=_${value.length}--\r\n`,
      at: ['f', { as: 'csv' }, 1, 'note'],
    }),
  },
  {
    as: 'jwt',
    wrap: (value) => ({
      text: `${['{"alg":"x"}', JSON.stringify({ sub: value })].map((part) => Buffer.from(part).toString('base64url')).join('.')}.c2ln`,
      at: ['payload', 'sub'],
    }),
  },
  { as: undefined, wrap: (value) => ({ text: base64(value), at: [{ as: 'base64' }] }) },
  { as: undefined, wrap: (value) => ({ text: base64(gzipSync(value)), at: [{ as: 'base64' }, { as: 'gzip' }] }) },
  {
    as: undefined,
    wrap: (value) => ({
      text: `data:;base64,${base64(zstdCompressSync(value))}`,
      at: [{ as: 'base64' }, { as: 'zstd' }],
    }),
  },
  {
    as: 'json',
    wrap: (value) => ({
      text: JSON.stringify({ query: `query Q($x: T = 1) { a(b: {c: [2, ${JSON.stringify(value)}]}) { id } }` }),
      at: ['query', { as: 'graphql' }, 'a', 'b', 'c', 1],
    }),
  },
];

/** Formats that only their content type tells, for whole bodies. */
export const declaredWrappings: readonly Wrapping[] = [
  {
    as: undefined,
    wrap: (value) => ({
      text: new URLSearchParams({ a: '1', 'n m': value }).toString(),
      at: ['n m'],
      contentType: 'application/x-www-form-urlencoded',
    }),
  },
  {
    as: undefined,
    wrap: (value) => ({ text: `id,Note\n7,${inCsv(value)}\n`, at: [1, 'Note'], contentType: 'text/csv' }),
  },
  {
    as: undefined,
    wrap: (value) => ({
      text: `${inCsv(value)}\t8\r\n`,
      at: [0, 0],
      contentType: 'text/tab-separated-values; header=absent',
    }),
  },
  {
    as: undefined,
    wrap: (value) => ({ text: `{"a":${JSON.stringify(value)}}`, at: [0, 'a'], contentType: 'application/x-ndjson' }),
  },
  {
    as: undefined,
    wrap: (value) => ({
      text: `{ one { two(x: ${JSON.stringify(value)}) } }`,
      at: ['one', 'two', 'x'],
      contentType: 'application/graphql',
    }),
  },
  {
    as: undefined,
    wrap: (value) => ({ text: `<r>${inXml(value)}</r>`, at: ['r'], contentType: 'application/soap+xml' }),
  },
];
