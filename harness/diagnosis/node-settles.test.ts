import { expect, test } from 'vitest';
import type { Node } from '../kubernetes/cluster-client.ts';
import { nodeSettles } from './node-settles.ts';

const now = Date.parse('2026-11-28T06:45:30Z');

function node(taint: string | undefined, readySince: string): Node {
  return {
    spec: { ...(taint !== undefined && { taints: [{ key: taint, effect: 'NoSchedule' }] }) },
    status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: readySince }] },
  };
}

test.each([
  ['its kubelet starts', node('node.kubernetes.io/not-ready', '2026-11-28T06:45:00Z'), true],
  ['its network starts', node('node.kubernetes.io/network-unavailable', '2026-11-28T06:45:00Z'), true],
  ['it is down for good', node('node.kubernetes.io/unreachable', '2026-11-28T06:00:00Z'), false],
  ['it was ready again a second ago', node(undefined, '2026-11-28T06:45:29Z'), true],
  ['it is full', node('node.kubernetes.io/memory-pressure', '2026-11-28T06:00:00Z'), false],
  ['it belongs to somebody', node('team', '2026-11-28T06:00:00Z'), false],
  ['nothing is known of it', {}, false],
])('a node settles where %s: %#', (_, given, settles) => {
  expect(nodeSettles(given, now)).toBe(settles);
});
