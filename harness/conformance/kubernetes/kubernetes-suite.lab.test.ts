import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compareWithRecord } from '../recorded-run.ts';
import { clusterEnvironment } from './cluster-environment.ts';
import { kubernetesSuite } from './kubernetes-suite.ts';

const { LAB_KUBECONFIG, KIND_KUBECONFIG } = process.env;

describe.each([
  ['an API server without nodes', 'LAB_KUBECONFIG', LAB_KUBECONFIG, undefined],
  // Where both are there, the API server has answered for all that needs no node.
  ['a cluster with nodes', 'KIND_KUBECONFIG', KIND_KUBECONFIG, LAB_KUBECONFIG && 'on nodes: '],
])('the record', (what, variable, kubeconfig, only) => {
  const why = kubeconfig ? '' : ` (skipped: ${variable} names no kubeconfig of an administrator)`;
  test.skipIf(!kubeconfig)(`is what ${what} answers${why}`, { timeout: 600_000 }, async () => {
    await using cluster = await clusterEnvironment('kubernetes', readFileSync(kubeconfig ?? '', 'utf8'));
    const { failures, passed } = await compareWithRecord(kubernetesSuite, cluster, { only });
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThan(0);
  });
});
