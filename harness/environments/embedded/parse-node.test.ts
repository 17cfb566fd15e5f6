import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNode } from './parse-node.ts';

test('a node is 4 CPU and 16Gi unless said', () => {
  expect(parseNode('name=big,cpu=8', 'node-1')).toMatchObject({ name: 'big', cpu: '8', memory: '16Gi' });
  expect(parseNode('memory=500Mi', 'node-2')).toMatchObject({ name: 'node-2', cpu: '4', memory: '500Mi' });
});

test('labels, taints and further resources may be repeated', () => {
  const node = parseNode('label=zone=a,label=gpu=,taint=team=a:NoSchedule,taint=spot:NoExecute,nvidia.com/gpu=2', 'n');
  expect(node.labels).toEqual({ zone: 'a', gpu: '' });
  expect(node.taints).toEqual([
    { key: 'team', value: 'a', effect: 'NoSchedule' },
    { key: 'spot', effect: 'NoExecute' },
  ]);
  expect(node.resources).toEqual({ 'nvidia.com/gpu': '2' });
});

test.each([
  ['cpus=4', /"cpus=4" says nothing about a node: write cpu=4/],
  ['', /says nothing about a node/],
  ['cpu=0', /cpu=0 is no amount/],
  ['memory=16GiB', /memory=16GiB is no amount/],
  ['taint=a:Never', /is no taint: write KEY=VALUE:EFFECT/],
  ['label=a b=c', /is no label/],
  ['name=Node_1', /is no name of a node/],
])('%j is told with the right spelling', (text, message) => {
  expect(() => parseNode(text, 'node-1')).toThrow(message);
});

test('any text makes a node or an error with a sentence', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        expect(parseNode(text, 'node-1').name).not.toBe('');
      } catch (error) {
        expect((error as Error).message).toMatch(/write|is no/);
      }
    }),
  );
});
