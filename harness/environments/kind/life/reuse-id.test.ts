import { expect, test } from 'vitest';
import { clusterName, idOfCluster } from '../run-names.ts';
import { isReuseId, reuseId } from './reuse-id.ts';

test('each user of a Docker has a kept cluster of their own, always of the same name', () => {
  const [mine, theirs] = [reuseId('/home/me/.cache/pii-harness-reuse'), reuseId('/home/you/.cache/pii-harness-reuse')];
  expect(mine).toBe(reuseId('/home/me/.cache/pii-harness-reuse'));
  expect(mine).not.toBe(theirs);
  for (const id of [mine, theirs]) {
    expect(isReuseId(id)).toBe(true);
    expect(idOfCluster(clusterName(id))).toBe(id);
  }
  expect(isReuseId('abcdef')).toBe(false);
});
