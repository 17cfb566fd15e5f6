import { expect, test } from 'vitest';
import { judge } from './judge.ts';

const row = { case: 'g: *', environment: 'embedded', real: 'r', ours: 'o', reason: 'because' };
const ran = (name: string, outcome: unknown) => ({ key: `g: ${name}`, state: 'ran' as const, outcome });

test('a difference fails unless it is accepted, and so does an accepted one that is gone', () => {
  const results = [ran('a', { status: 200 })];
  const record = { 'g: a': { status: 404 } };
  expect(judge(results, record, { accepted: [], isWhole: true }).failures).toEqual([
    { key: 'g: a', lines: ['- .status: 404', '+ .status: 200'] },
  ]);
  expect(judge(results, record, { accepted: [row], isWhole: true })).toMatchObject({ accepted: 1, failures: [] });
  expect(judge(results, { 'g: a': { status: 200 } }, { accepted: [row], isWhole: true }).failures).toHaveLength(1);
});

test('what was never recorded, and what breaks, fails', () => {
  const broken = { key: 'g: b', state: 'broken' as const, error: 'it broke' };
  expect(judge([ran('a', 1), broken], {}, { accepted: [], isWhole: true }).failures.map(({ key }) => key)).toEqual([
    'g: a',
    'g: b',
  ]);
});
