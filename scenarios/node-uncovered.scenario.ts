import { strict as assert } from 'node:assert';
import { counted, inAgent, trialScenario } from '../harness/index.ts';

const node = { cpu: '4', memory: '16Gi' };
const taints = [{ key: 'dedicated', value: 'payments', effect: 'NoSchedule' }];

trialScenario(
  {
    name: 'node-uncovered',
    title: 'A node without Qtap is named when traffic on it is missing',
    about: `A DaemonSet counts as complete when it has a pod on each node that takes one. Traffic of a tainted node that the Qtap
      DaemonSet does not tolerate is missing, and nothing is unhealthy.`,
    tags: ['capture', 'node'],
    notOn: { kind: 'it needs a node with a taint of its own', existing: 'it would taint a node of yours' },
  },
  [
    {
      id: 'node-uncovered',
      title: 'the DaemonSet tolerates no taint, and half of the traffic comes from a tainted node',
      how: 'behaviour',
      change: inAgent('qtap', 'spec.template.spec.tolerations', []),
      options: {
        environment: {
          name: 'embedded',
          nodes: [
            { name: 'node-1', ...node },
            { name: 'node-2', ...node, taints },
          ],
        },
      },
      workloads: [{ node: 'node-1' }, { node: 'node-2' }],
      exchanges: 40,
      ends: /^No Qtap runs on node-2, so nothing that pods send there is seen: DaemonSet \S+ does not tolerate .*; add the toleration/,
      at: /tolerations: \[\]/,
      shows: (seen) => {
        const { attempted } = counted(seen);
        assert.equal(attempted, 20, `Qtap saw ${attempted} exchanges`);
        return 'Qtap saw 20 of 40 exchanges';
      },
    },
  ],
);
