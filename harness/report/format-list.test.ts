import { expect, test } from 'vitest';
import { catalogue } from '../catalogue/catalogue.ts';
import type { DeclaredScenario } from '../scenario/declared-scenario.ts';
import { formatDescription } from './format-description.ts';
import { formatList } from './format-list.ts';

const title = 'What holds when it is green, in a sentence that takes more than a line of a narrow terminal';
const base: DeclaredScenario = {
  ...{ name: 'iam', title, about: `${title}.\n   ${title}.`, tags: ['storage', 'identity'], covers: [] },
  trials: undefined,
};
const unproven = 'that a key of a real KMS would be refused in the same way';
const tried: DeclaredScenario = {
  ...base,
  name: 'longer-name',
  trials: [
    { id: 'iam-no-put', how: 'behaviour', title: 'the policy lacks it' },
    { id: 'iam-kms-deny', how: 'simulated', title: 'the key is refused', unproven },
  ],
  notOn: { kind: 'no roles there' },
};
const words = (text: string) => text.replace(/\s+/g, ' ');

test.each([40, 60, 80])('list and description fit %d columns', (width) => {
  const described = [base, tried].map((scenario) => formatDescription(scenario, catalogue, width));
  const texts = [formatList([base, tried], width), ...described];
  const wide = texts.flatMap((text) => text.split('\n').filter((line) => line.length > width));
  // A word that is longer than its column gets a line of its own.
  expect(wide.filter((line) => line.trim().includes(' ') && width > 40)).toEqual([]);
});

test('the list says where a scenario runs, the description why not elsewhere', () => {
  expect(words(formatList([base, tried], 80))).toContain('storage, identity · 2 trials · embedded, existing');
  const text = words(formatDescription(tried, catalogue, 80));
  expect(text).toContain('runs on embedded, existing not on kind: no roles there');
  expect(text).toContain('iam-kms-deny, simulated: the key is refused');
  expect(text).toContain(`does not prove ${unproven}`);
});
