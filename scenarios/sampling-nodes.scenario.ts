import { strict as assert } from 'node:assert';
import { allOf, counted, inPlugin, restartQtap, scanInputs, trialScenario } from '../harness/index.ts';

/** A rate that leaves nothing to chance: what is sampled is the baseline part. */
const baselineOnly = allOf(
  inPlugin('qscan', 'config.sample_baseline', 10),
  inPlugin('qscan', 'config.sample_rate', 0.000_000_1),
);
const node = (name: string) => ({ name, cpu: '4', memory: '16Gi' });

trialScenario(
  {
    name: 'sampling-nodes',
    title: 'Every Qtap process takes a baseline part of its own',
    about: `Sampling counters live in one Qtap process. A cluster of several nodes samples the first exchanges of an endpoint on
      each of them, and a restart (an update, an eviction, a crash) samples them again, so that scans and their costs grow with
      nodes and restarts, and Qtap's own metrics tell only of what came after the last one.`,
    tags: ['sampling', 'node'],
    notOn: { existing: 'it kills Qtap, and needs two nodes that take pods' },
  },
  [
    {
      id: 'sampling-nodes',
      title: 'Qtap is started anew when half of the traffic is sent',
      how: 'behaviour',
      change: baselineOnly,
      exchanges: 100,
      midway: restartQtap,
      ends: /^Qtap was started 2 times on \S+ \(\S+, \S+\): .*its sampling begins anew.*; the events of its pods say why it ended/,
      shows: (seen) => {
        const byHost = Map.groupBy(scanInputs(seen), ({ exchange }) => exchange.host);
        const most = Math.max(...[...byHost.values()].map((inputs) => inputs.length));
        assert(most > 9, `no endpoint has more than ${most} samples`);
        return `up to ${most} samples of an endpoint instead of 9`;
      },
    },
    {
      id: 'sampling-nodes',
      title: 'two nodes send to the same endpoints',
      how: 'behaviour',
      change: baselineOnly,
      notOn: { kind: 'it needs two nodes that take pods' },
      options: { environment: { name: 'embedded', nodes: [node('node-1'), node('node-2')] } },
      workloads: [{ node: 'node-1' }, { node: 'node-2' }],
      exchanges: 100,
      ends: /^Each of the 2 Qtaps that saw traffic counts for itself/,
      shows: (seen) => {
        const { pods } = counted(seen);
        const baselines = pods.map(({ baseline }) => baseline).join(' and ');
        assert.equal(baselines, '45 and 45', `${baselines} exchanges were sampled by baseline`);
        return 'each Qtap sampled 9 exchanges of each of the 5 endpoints';
      },
    },
  ],
);
