import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fixture } from '../../project-paths.ts';
import { readSnapshot } from '../../snapshot/read-snapshot.ts';
import { planOutages } from './plan-outages.ts';

const guide = readFileSync(fixture('snapshots/snapshot.yaml'), 'utf8');
const snapshot = (text: string) => readSnapshot(text, { file: 'snapshot.yaml' });

test('plans the exchanges of which the snapshot samples so many, and not one more', () => {
  const plan = planOutages(1, snapshot(guide), 100);
  expect(plan.decisions.filter(({ sampled }) => sampled)).toHaveLength(100);
  expect(plan.decisions.at(-1)?.sampled).toBe(true);
  expect(plan.traffic.exchanges).toHaveLength(plan.decisions.length);
  expect(planOutages(1, snapshot(guide), 100)).toEqual(plan);
});

test("the scenario's own snapshot is the guide's with every exchange sampled", () => {
  const own = readFileSync(fixture('snapshots/every-exchange.yaml'), 'utf8');
  const body = (text: string) => text.split('\n').slice(1);
  expect(body(own)).toEqual(body(guide.replace('sample_rate: 0.1', 'sample_rate: 1')));
  expect(planOutages(1, snapshot(own), 100).traffic.exchanges).toHaveLength(100);
});

test.each([
  [guide.replace('sample_rate: 0.1', 'sample_rate: 0.01'), 'raise its sample_rate'],
  [guide.replace('type: qscan', 'type: report_usage'), 'has no qscan plugin'],
])('a snapshot that samples too little is refused with the remedy', (text, why) => {
  expect(() => planOutages(1, snapshot(text), 10_000)).toThrow(why);
});
