import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compareWithRecord } from '../recorded-run.ts';
import { clusterEnvironment } from './cluster-environment.ts';
import { kubernetesSuite } from './kubernetes-suite.ts';

describe.each([
  ['an API server without nodes', 'LAB_KUBECONFIG'],
  ['a cluster with nodes', 'KIND_KUBECONFIG'],
])('the record', (what, variable) => {
  const kubeconfig = process.env[variable];
  const why = kubeconfig ? '' : ` (skipped: ${variable} names no kubeconfig of an administrator)`;
  test.skipIf(!kubeconfig)(`is what ${what} answers${why}`, { timeout: 600_000 }, async () => {
    await using cluster = await clusterEnvironment('kubernetes', readFileSync(kubeconfig ?? '', 'utf8'));
    expect((await compareWithRecord(kubernetesSuite, cluster)).failures).toEqual([]);
  });
});
