import { expect, test } from 'vitest';
import { readSnapshot } from '../snapshot/read-snapshot.ts';
import { ownStore } from '../snapshot/store-in-force.ts';
import { setUpRemedy } from './set-up-remedy.ts';

const key = '{type: text, value: x}';
const sound = { bucket: 'acme', endpoint: 's3.eu-central-1.amazonaws.com', access_key: key, secret_key: key };

function remedyFor(changes: Readonly<Partial<Record<keyof typeof sound, string | undefined>>>) {
  const fields = Object.entries({ ...sound, ...changes }).flatMap(([name, value]) =>
    value === undefined ? [] : [`        ${name}: ${value}`],
  );
  const lines = [
    'config:',
    '  services:',
    '    object_stores:',
    '      - id: artifacts',
    '        type: s3',
    ...fields,
  ];
  const snapshot = readSnapshot(lines.join('\n'), { file: 'snapshot.yaml' });
  const store = ownStore(snapshot);
  const found = store && setUpRemedy(snapshot, store, undefined);
  return { remedy: found?.remedy, lines: (found?.positions ?? []).map(({ line = 0 }) => lines[line - 1]?.trim()) };
}

test.each([
  [{ bucket: undefined }, /name the bucket/, '- id: artifacts'],
  [{ bucket: '""' }, /name the bucket/, 'bucket: ""'],
  [{ access_key: '{type: evn, value: A}' }, /access_key is "evn".*env or text/, 'access_key: {type: evn, value: A}'],
  [{ secret_key: '{type: env, value: B}' }, /from B, which Qtap's pod/, 'secret_key: {type: env, value: B}'],
  [{ access_key: undefined, secret_key: undefined }, /no access_key.*static keys/, '- id: artifacts'],
  [{ secret_key: undefined }, /no secret_key/, '- id: artifacts'],
  [
    { endpoint: 'https://s3.eu-central-1.amazonaws.com' },
    /as s3\.eu-central-1\.amazonaws\.com$/,
    'endpoint: https://s3.eu-central-1.amazonaws.com',
  ],
])('%j', (changes, remedy, line) => {
  const found = remedyFor(changes);
  expect(found.remedy).toMatch(remedy);
  expect(found.lines).toContain(line);
});

test('finds nothing wrong with a sound store', () => {
  expect(remedyFor({}).remedy).toBeUndefined();
});
