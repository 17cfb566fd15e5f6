import { expect, test } from 'vitest';
import { detect } from './detector.ts';
import { hostileBodies } from './testing/hostile-bodies.ts';

const source = 'request_body';

test.each(hostileBodies)('a body made to hurt ends in a verdict: $name', async ({ contentType, verdict, make }) => {
  const { incomplete } = await detect({ text: make(), contentType, source }, { classifier: undefined });
  if (verdict === undefined) expect(incomplete).toBeUndefined();
  else expect(incomplete).toMatch(verdict);
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
