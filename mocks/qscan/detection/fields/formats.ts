import { base64Bytes } from '../packing/base64-bytes.ts';
import { jwtParts } from '../packing/jwt-parts.ts';
import { csvFields } from './csv-fields.ts';
import { formFields } from './form-fields.ts';
import type { FormatDescription } from './format-description.ts';
import { graphqlFields, looksLikeGraphql } from './graphql-fields.ts';
import { jsonFields } from './json-fields.ts';
import { jwtFields } from './jwt-fields.ts';
import { markupFields } from './markup-fields.ts';
import { looksLikeMultipart, multipartFields } from './multipart-fields.ts';
import { looksLikeNdjson, ndjsonFields } from './ndjson-fields.ts';
import type { Place, PlacedField } from './place.ts';
import type { Reading } from './reading.ts';

/** A text whose format is asked for. */
export interface Candidate {
  readonly text: string;
  /** As the header has it. */
  readonly contentType: string | undefined;
  /** The same without parameters, in lower case. */
  readonly type: string | undefined;
  /** It is a whole body, not a value in one. */
  readonly isBody: boolean;
  /** The field that it is the value of. */
  readonly name: string | undefined;
}

/** A way to take a text apart. */
export interface Format extends FormatDescription {
  /** Whether it is worth a try. */
  accepts(candidate: Candidate, reading: Reading): boolean;
  /** Undefined: it is not this format after all. */
  read(
    candidate: Candidate,
    reading: Reading,
    root: Place | undefined,
  ): PlacedField[] | undefined | Promise<PlacedField[] | undefined>;
}

const formShape = /^[\w.%+[\]-]+=[^&=\s]*(?:&[\w.%+[\]-]+=[^&=\s]*)*$/;
const ndjsonTypes = /^application\/(?:x-ndjson|ndjson|jsonl|x-jsonlines|json-seq|jsonlines)$/;
const csvTypes = /^(?:text\/(?:csv|x-csv|tab-separated-values)|application\/(?:csv|x-csv))$/;
const htmlTypes = /^(?:text\/html|application\/xhtml\+xml)$/;
const xmlTypes = /^(?:text|application)\/xml$|\+xml$/;
const htmlStart = /^\s*<(?:!doctype\s+html|html)\b/i;
const xmlStart = /^\s*<\?xml\s/i;
const beginsLikeJson = (text: string) => /^\s*[{[]/.test(text);

/** Every format, in the order in which they are tried; the first that can read a text has it. What none can is one text. */
export const formats: readonly Format[] = [
  {
    name: 'json',
    known: 'begins with `{` or `[` and is JSON, whatever the content type says, unless that is one of NDJSON',
    paths: 'names and indexes, from 0; strings and numbers are fields, names are not',
    example: {
      contentType: undefined,
      body: '{"customer":{"e-mail":["ada@mail.example"]},"note":"{\\"mail\\":\\"bob@mail.example\\"}"}',
      paths: ["$.customer['e-mail'][0]", '$.note.json().mail'],
    },
    accepts: ({ text, type }) => beginsLikeJson(text) && !ndjsonTypes.test(type ?? ''),
    read: ({ text }, reading, root) => jsonFields(text.trimEnd(), reading, root),
  },
  {
    name: 'ndjson',
    known:
      '`application/x-ndjson`, `application/jsonl`, `application/json-seq` and their other spellings; or is no JSON as a whole, but its first line is, and the second begins likewise',
    paths: 'the number of the line from 0, empty ones not counted, then as in JSON; a line that is none is one text',
    example: {
      contentType: undefined,
      body: '{"mail":"ada@mail.example"}\n{"mail":"bob@mail.example"}\n{"mail":"car',
      paths: ['$[0].mail', '$[1].mail', '$[2]'],
    },
    accepts: ({ text, type }, reading) =>
      ndjsonTypes.test(type ?? '') || (beginsLikeJson(text) && looksLikeNdjson(text, reading)),
    read: ({ text }, reading, root) => ndjsonFields(text, reading, root),
  },
  {
    name: 'form',
    known:
      '`application/x-www-form-urlencoded`; or a body without a type that is made of `name=value` and `&`, without blanks',
    paths: 'the name; one that comes twice has the same path twice',
    example: {
      contentType: 'application/x-www-form-urlencoded',
      body: 'mail=ada%40mail.example&mail=bob%40mail.example',
      paths: ['$.mail', '$.mail'],
    },
    accepts: ({ text, type, isBody }) =>
      type === 'application/x-www-form-urlencoded' ||
      (isBody && type === undefined && formShape.test(text) && base64Bytes(text) === undefined),
    read: ({ text }, reading, root) => formFields(text, reading, root),
  },
  {
    name: 'multipart',
    known: '`multipart/…` with its boundary; or begins with a line `--…` that a line `Content-…` follows',
    paths:
      "the part's name, or its number from 0 where it has none; `@filename` below it; text around the parts is the body's own. Transfer and content encodings of a part are undone",
    example: {
      contentType: 'multipart/form-data; boundary=b',
      body: '--b\r\nContent-Disposition: form-data; name="mail"\r\n\r\nada@mail.example\r\n--b\r\nContent-Disposition: form-data; name="list"; filename="list.csv"\r\nContent-Type: text/csv\r\n\r\nmail,age\r\nbob@mail.example,7\r\n--b--\r\n',
      paths: ['$.mail', "$.list['@filename']", '$.list.csv()[1].mail', '$.list.csv()[1].age'],
    },
    accepts: ({ text, type }) => type?.startsWith('multipart/') || looksLikeMultipart(text),
    read: ({ text, contentType }, reading, root) => multipartFields(text, reading, root, contentType),
  },
  {
    name: 'html',
    known: '`text/html`, `application/xhtml+xml`; or begins with `<!doctype html` or `<html`',
    paths:
      'names of elements down to the one that the text stands in (elements such as `b`, `a`, `span` part no text and are left out); the second sibling of a name has `[1]`, the third `[2]`; an attribute is `@name`, a comment `#comment`',
    example: {
      contentType: 'text/html; charset=utf-8',
      body: '<!doctype html><p>To <b>ada</b>@mail.example<p>To <a href="mailto:bob@mail.example">Bob</a>',
      paths: ['$.p', "$.p[1].a['@href']", '$.p[1]'],
    },
    accepts: ({ text, type }) => htmlTypes.test(type ?? '') || htmlStart.test(text),
    read: ({ text }, reading, root) => markupFields(text, reading, root, 'html'),
  },
  {
    name: 'xml',
    known: '`application/xml`, `text/xml`, `…+xml`; or begins with `<?xml`',
    paths: 'as in HTML, but every element counts; declarations are not read and entities of the document not expanded',
    example: {
      contentType: undefined,
      body: '<?xml version="1.0"?><order><to mail="ada@mail.example">Ada</to><to><![CDATA[Bob]]><!-- Carol --></to></order>',
      paths: ["$.order.to['@mail']", '$.order.to', "$.order.to[1]['#comment']", '$.order.to[1]'],
    },
    accepts: ({ text, type }) => xmlTypes.test(type ?? '') || xmlStart.test(text),
    read: ({ text }, reading, root) => markupFields(text, reading, root, 'xml'),
  },
  {
    name: 'csv',
    known:
      '`text/csv`, `application/csv`, `text/tab-separated-values`; the delimiter is what the first line has most of: `,` `;` tab `|`',
    paths:
      'the number of the record from 0, the one with the names included; then the name of the column, or its number where there are none. The first record is names where `header=present` says so, or where all are like names and begin in lower case or the second record is like no names',
    example: {
      contentType: 'text/csv',
      body: 'Full Name,mail\r\n"Lovelace, Ada",ada@mail.example\r\n',
      paths: ["$[1]['Full Name']", '$[1].mail'],
    },
    accepts: ({ type }) => csvTypes.test(type ?? ''),
    read: ({ text, contentType }, reading, root) => csvFields(text, reading, root, contentType),
  },
  {
    name: 'graphql',
    known: '`application/graphql`; or the value of a field `query` that is a GraphQL document with values in it',
    paths: 'names of fields (not aliases), arguments and members above a string, number or comment, indexes of lists',
    example: {
      contentType: 'application/json',
      body: '{"query":"mutation { add(who: {mails: [\\"ada@mail.example\\"]}) { id } }","variables":{"mail":"bob@mail.example"}}',
      paths: ['$.query.graphql().add.who.mails[0]', '$.variables.mail'],
    },
    accepts: ({ text, type, name }) =>
      (type === 'application/graphql' || (type === undefined && name === 'query')) && looksLikeGraphql(text),
    read: ({ text }, reading, root) => graphqlFields(text, reading, root),
  },
  {
    name: 'jwt',
    known: 'a signed JSON Web Token, also behind `Bearer ` or somewhere in a text, which stays a value as well',
    paths: '`header` or `payload`, then as in JSON',
    example: {
      contentType: undefined,
      body: `{"token":"Bearer ${token({ alg: 'none' }, { mail: 'ada@mail.example' })}"}`,
      paths: ['$.token.jwt().header.alg', '$.token.jwt().payload.mail'],
    },
    accepts: ({ text }) => jwtParts(text) !== undefined,
    read: ({ text }, reading, root) => jwtFields(text, reading, root),
  },
];

function token(...parts: readonly unknown[]): string {
  return `${parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;
}
