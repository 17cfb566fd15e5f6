import { expect, test } from 'vitest';
import type { EntityType } from '../../../harness/entities/entity-type.ts';
import { detect } from './detector.ts';
import { loadTokenClassifier } from './language/load-token-classifier.ts';
import { defaultLimits } from './limits.ts';
import { hostileBodies } from './testing/hostile-bodies.ts';

const source = 'request_body';

test.each(hostileBodies)('a body made to hurt ends in a verdict: $name', async ({ contentType, verdict, make }) => {
  const { incomplete } = await detect({ text: make(), contentType, source }, { classifier: undefined });
  if (verdict === undefined) expect(incomplete).toBeUndefined();
  else expect(incomplete).toMatch(verdict);
});

test.each(hostileBodies.filter(({ language }) => language !== undefined))(
  'the model is asked about no more of it than the limit allows: $name',
  async ({ contentType, make, language }) => {
    await using classifier = await loadTokenClassifier();
    const limits = { ...defaultLimits, wordPieces: 500 };
    const twice = [];
    for (const text of [make(), make()])
      twice.push(await detect({ text, contentType, source }, { classifier, limits }));
    const verdicts = twice.map(({ incomplete }) => incomplete);
    // What the first scan left in memory does not change the second.
    expect(verdicts[1]).toBe(verdicts[0]);
    expect(verdicts[0]).toBe(language === 'cut' ? 'of more than 500 word pieces for the model' : undefined);
  },
);

test('a scan for types with a pattern asks no model', async () => {
  await using classifier = await loadTokenClassifier();
  const text = `${'Ada Lovelace, '.repeat(100)} ada@mail.example`;
  const limits = { ...defaultLimits, wordPieces: 10 };
  const scan = (type: EntityType) =>
    detect({ text, contentType: undefined, source }, { classifier, limits, types: new Set([type]) });
  expect(await scan('EMAIL_ADDRESS')).toMatchObject({ incomplete: undefined, findings: [{ type: 'EMAIL_ADDRESS' }] });
  expect((await scan('PERSON')).incomplete).toBe('of more than 10 word pieces for the model');
});

test.each([
  ['a bomb', (packed: string) => JSON.stringify(['ada@mail.example', packed, 'bob@mail.example'])],
  ['depth', () => `["ada@mail.example","bob@mail.example",${'['.repeat(300)}`],
])('what was found stays when a limit is met: %s', async (_, make) => {
  const bomb = hostileBodies.find(({ name }) => name.startsWith('a zip bomb'))?.make() ?? '';
  const body = { text: make((JSON.parse(bomb) as { data: string }).data), contentType: undefined, source } as const;
  const { findings, incomplete } = await detect(body, { classifier: undefined });
  expect(incomplete).toBeDefined();
  expect(findings.map(({ type }) => type)).toEqual(['EMAIL_ADDRESS', 'EMAIL_ADDRESS']);
});
