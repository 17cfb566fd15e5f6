import { expect, test } from 'vitest';
import { compareWithRecord } from '../recorded-run.ts';
import { embeddedCluster } from './embedded-cluster.ts';
import { kubernetesSuite } from './kubernetes-suite.ts';

test('the embedded cluster answers as a real one has, but for the accepted differences', {
  timeout: 180_000,
}, async () => {
  await using cluster = await embeddedCluster();
  const { failures, passed } = await compareWithRecord(kubernetesSuite, cluster);
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(700);
});
