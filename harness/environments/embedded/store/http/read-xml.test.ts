import { expect, test } from 'vitest';
import { readXml } from './read-xml.ts';

test.for(['\u0000', '\u0007', '\u000b', '\u001f', '\ufffe'])('a document that holds %j is none', async (character) => {
  const text = `<Delete><Object><Key>a${character}b</Key></Object></Delete>`;
  await expect(readXml(Buffer.from(text), 'Delete')).rejects.toMatchObject({ code: 'MalformedXML' });
});

test('white space may be any that XML has', async () => {
  const text = '<Delete>\t\r\n<Quiet>true</Quiet></Delete>';
  expect(await readXml(Buffer.from(text), 'Delete')).toMatchObject({ Quiet: 'true' });
});
