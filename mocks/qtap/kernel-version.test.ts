import { expect, test } from 'vitest';
import { requireKernel } from './kernel-version.ts';

test.each(['4.19.0-26-amd64', '5.4.0-150-generic', '5.9.16', '3.10.0', 'nonsense'])('refuses kernel %s', (release) =>
  expect(() => requireKernel(release)).toThrow('Qtap requires kernel version 5.10 or greater.'),
);

test.each(['5.10.0', '5.15.0-1051-aws', '6.1.0', '10.0.1'])('takes kernel %s', (release) =>
  expect(() => requireKernel(release)).not.toThrow(),
);
