import { expect, test } from 'vitest';
import { asCalled } from './as-called.ts';

test.each([
  ['npm run scenario sampling -- --seed 7', 'npx pii-harness scenario sampling --seed 7'],
  ['  npm run doctor -- --help\n', '  npx pii-harness doctor --help\n'],
  ['again: "npm run\nimages -- REPOSITORY --push"', 'again: "npx pii-harness\nimages REPOSITORY --push"'],
  [
    'npm run clean -- --context a, npm run doctor says',
    'npx pii-harness clean --context a, npx pii-harness doctor says',
  ],
  ['npm run record wrote it', 'npx pii-harness record wrote it'],
  ['npm run lint -- --write', 'npm run lint -- --write'],
])('%j is said as %j', (text, said) => {
  expect(asCalled(text, true)).toBe(said);
  expect(asCalled(text, false)).toBe(text);
});
