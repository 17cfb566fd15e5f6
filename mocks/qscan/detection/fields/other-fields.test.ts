import { expect, test } from 'vitest';
import { defaultLimits } from '../limits.ts';
import { bodyFields } from './body-fields.ts';

const found = async (body: string, contentType?: string) =>
  (await bodyFields(body, contentType, defaultLimits)).fields.map((field) => [field.path(), field.text]);

test('a CSV without names is called by numbers, whatever its delimiter', async () => {
  expect(await found('Ada;"Main; St ""5"""\r\nBob;x', 'text/csv')).toEqual([
    ['$[0][0]', 'Ada'],
    ['$[0][1]', 'Main; St "5"'],
    ['$[1][0]', 'Bob'],
    ['$[1][1]', 'x'],
  ]);
});

test('names of columns are context for their cells', async () => {
  const { fields } = await bodyFields('home_city,age\nBerlin,7', 'text/csv', defaultLimits);
  expect(fields.map(({ ownWords }) => ownWords)).toEqual([['home', 'city'], ['age']]);
});

test('a quote that is never closed loses nothing', async () => {
  expect(await found('a,b\n1,"ada@mail.example\n2,3', 'text/csv; header=present')).toEqual([
    ['$[1].a', '1'],
    ['$[1].b', 'ada@mail.example\n2,3'],
  ]);
});

test('a part is decoded as it says, and a part in pieces is a body of its own', async () => {
  const part = (head: string, text: string) => `--b\r\n${head}\r\n\r\n${text}\r\n`;
  const inner = `--c\r\ncontent-disposition: form-data; name=x\r\n\r\nBob\r\n--c--`;
  const body = [
    'before\r\n',
    part('Content-Type: text/plain; charset=latin1\r\nContent-Transfer-Encoding: quoted-printable', 'J=FCrg=\r\nen'),
    part("Content-Disposition: form-data; name=f;\r\n filename*=UTF-8''J%C3%BCrgen.txt", '{"a":1}'),
    part('Content-Disposition: form-data; name="n"\r\nContent-Type: multipart/mixed; boundary=c', inner),
    '--b--\r\nafter',
  ].join('');
  expect(await found(body, 'multipart/form-data; boundary=b')).toEqual([
    ['$', 'before'],
    ['$[0]', 'Jürgen'],
    ["$.f['@filename']", 'Jürgen.txt'],
    ['$.f.json().a', '1'],
    ['$.n.multipart().x', 'Bob'],
    ['$', 'after'],
  ]);
});

test('a boundary counts at the beginning of a line only', async () => {
  const body = '--b\r\nContent-Disposition: form-data; name=a\r\n\r\nAda --b Bob\r\n--b--';
  expect(await found(body, 'multipart/form-data; boundary=b')).toEqual([['$.a', 'Ada --b Bob']]);
});

test('a part that was cut off is read', async () => {
  expect(await found('--b\r\nContent-Disposition: form-data; name=a\r\n\r\nAda')).toEqual([['$.a', 'Ada']]);
});

test('HTML: words of a line are one text, controls have the words of their names', async () => {
  const { fields } = await bodyFields(
    '<html><ul><li>Ada\n <i>Love</i>lace<br>London<li><input name=firstName value="Bob"></ul><script>{"a":"Eve"}</script>',
    'text/html',
    defaultLimits,
  );
  expect(fields.map((field) => [field.path(), field.text, ...field.ownWords])).toEqual([
    ['$.html.ul.li', 'Ada Lovelace London'],
    ["$.html.ul.li[1].input['@name']", 'firstName'],
    ["$.html.ul.li[1].input['@value']", 'Bob', 'first', 'name'],
    ['$.html.script.json().a', 'Eve', 'a'],
  ]);
});

test('XML that breaks off is read as far as it goes, and entities of its own are not expanded', async () => {
  expect(
    await found('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e "x">]><a><b>&e; &#65;&amp;</b><c>Ada'),
  ).toContainEqual(['$.a.b', '&e; A&']);
  expect(await found('<a><b>1</b><c>Ada', 'application/xml')).toEqual([
    ['$.a.b', '1'],
    ['$.a.c', 'Ada'],
  ]);
  expect(await found('<a><!-- Ada', 'application/xml')).toEqual([["$.a['#comment']", 'Ada']]);
});

test('GraphQL: defaults, blocks, directives, comments and fragments', async () => {
  const query = `# of Ada
    query Q($mail: [String!] = ["a@b.example"]) {
      me: user(by: {id: 7, tags: [ONE, "two"]}) @include(if: $x, note: "n") { ...F note(text: """a "b" c""") }
    }
    fragment F on User { pet(name: "Rex") }`;
  expect(await found(query, 'application/graphql')).toEqual([
    ['$', 'of Ada'],
    ["$['$mail'][0]", 'a@b.example'],
    ['$.user.by.id', '7'],
    ['$.user.by.tags[1]', 'two'],
    ['$.user.note', 'n'],
    ['$.user.note.text', 'a "b" c'],
    ['$.pet.name', 'Rex'],
  ]);
});

test.each(['query for Ada', '{ a(b: "c") ', 'query { a ) }', 'mutation { a(b: "c" }'])(
  'a value called query that is no GraphQL is a text: %s',
  async (query) => {
    expect(await found(JSON.stringify({ query }))).toEqual([['$.query', query]]);
  },
);

test.each([
  'ChristopherLovelace',
  '4111111111111111',
  '550e8400-e29b-41d4-a716-446655440000',
  'deadbeefdeadbeefdeadbeefdeadbeef',
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ',
  'eyJub3QiOiJh.token.x',
])('what is no text in base64 is left alone: %s', async (value) => {
  expect(await found(JSON.stringify({ value }))).toEqual([['$.value', value]]);
});
