import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compareWithRecord } from '../recorded-run.ts';
import { clusterEnvironment } from './cluster-environment.ts';
import { kubernetesSuite } from './kubernetes-suite.ts';

const { LAB_KUBECONFIG } = process.env;
const why = LAB_KUBECONFIG ? '' : ' (skipped: LAB_KUBECONFIG names no kubeconfig of an administrator)';

// A cluster with nodes takes minutes: `npm run conformance -- --kubeconfig FILE` asks one, when cases or its pinned version change.
test.skipIf(!LAB_KUBECONFIG)(`the record is what a real API server answers${why}`, { timeout: 600_000 }, async () => {
  await using cluster = await clusterEnvironment('kubernetes', readFileSync(LAB_KUBECONFIG ?? '', 'utf8'));
  const { failures, passed } = await compareWithRecord(kubernetesSuite, cluster);
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(0);
});
