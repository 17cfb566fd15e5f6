import { expect, test } from 'vitest';
import { coveredBy } from './covered-by.ts';

test('covers what a trial names besides, in the same way, and each row once', () => {
  const unproven = 'that a real kernel refuses.';
  expect(
    coveredBy([
      { id: 'kernel-old', also: ['preflight-misread'], title: 'old', how: 'simulated', unproven, ends: 'green' },
      { id: 'image-tag', title: 'one', how: 'behaviour', ends: 'green' },
      { id: 'image-tag', title: 'another', how: 'behaviour', ends: 'green' },
    ]),
  ).toEqual([
    { id: 'kernel-old', how: 'simulated', unproven },
    { id: 'preflight-misread', how: 'simulated', unproven },
    { id: 'image-tag', how: 'behaviour' },
  ]);
});
