import { expect, test } from 'vitest';
import { preflight } from './preflight.ts';

test.each([
  ['4.19.0-26-amd64', 'FAIL'],
  ['5.4.0-150-generic', 'SUCCESS'],
  ['5.10.0', 'SUCCESS'],
  ['6.8.0', 'SUCCESS'],
])('kernel %s: %s, and exit code 0', (kernel, word) => {
  const { output, exitCode } = preflight({ kernel });
  expect(output).toMatch(new RegExp(`^${word} `));
  expect(exitCode).toBe(0);
});
