import { expect, test } from 'vitest';
import type { Node, Pod } from '../../kubernetes/cluster-client.ts';
import { freeResources } from './free-resources.ts';

const declared = { cpu: '4', memory: '16Gi' };

function node(name: string, cpu: string, effect?: string, key = 'a'): Node {
  const taints = effect === undefined ? [] : [{ key, effect }];
  return { metadata: { name }, spec: { taints }, status: { allocatable: { cpu, memory: '8Gi' } } } as Node;
}

function pod(nodeName: string, cpu: string, phase = 'Running'): Pod {
  const containers = [{ name: 'a', resources: { requests: { cpu, memory: '1Gi' } } }];
  return { metadata: {}, spec: { nodeName, containers }, status: { phase } } as Pod;
}

test('counts what is left on the smallest node that takes ordinary pods', () => {
  const nodes = [node('control-plane', '1', 'NoSchedule'), node('one', '3'), node('two', '2', 'PreferNoSchedule')];
  const pods = [pod('one', '100m'), pod('two', '250m'), pod('two', '250m', 'Succeeded'), pod('control-plane', '900m')];
  expect(freeResources(declared, nodes, pods)).toEqual({
    cpu: { declared: '4', real: '1750m' },
    memory: { declared: '16Gi', real: '7340032Ki' },
  });
  expect(freeResources(declared, [node('control-plane', '1', 'NoSchedule')], [])).toBeUndefined();
});

test('counts a node whose kubelet starts just now', () => {
  const starting = node('one', '2', 'NoSchedule', 'node.kubernetes.io/not-ready');
  expect(freeResources(declared, [node('control-plane', '1', 'NoSchedule'), starting], [])).toMatchObject({
    cpu: { declared: '4', real: '2000m' },
  });
});
