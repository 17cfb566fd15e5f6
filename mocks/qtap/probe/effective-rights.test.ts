import { expect, test } from 'vitest';
import { mayLoadPrograms } from './effective-rights.ts';

test.each([
  ['a privileged container', 'Name:\tnode\nCapEff:\t000001ffffffffff\n', true],
  ['CAP_BPF alone', 'CapEff:\t0000008000000000\n', true],
  ["Docker's default with SYS_PTRACE", 'CapEff:\t00000000a80c25fb\n', false],
  ['another user', 'CapEff:\t0000000000000000\n', false],
  ['no such line', 'Name:\tnode\n', undefined],
])('rights of %s', (_, status, expected) => {
  expect(mayLoadPrograms(status)).toBe(expected);
});
