import { expect, test } from 'vitest';
import { underLoad } from './under-load.ts';

test.each([
  [0, 100],
  [2, 100],
  [5, 250],
  [100, 800],
])('patience grows with the load of a core: %d', (load, patience) => {
  expect(underLoad(100, load)).toBe(patience);
});
