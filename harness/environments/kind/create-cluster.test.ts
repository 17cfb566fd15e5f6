import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { projectPath } from '../../project-paths.ts';
import { relayTunnelPort } from '../relay/relay-address.ts';
import { stepOf } from './create-cluster.ts';
import { bytes, millicores } from './read-nodes.ts';

test.each([
  [' • Preparing nodes 📦 📦   ...', 'Preparing nodes'],
  [' • Ensuring node image (kindest/node:v1.34.4) 🖼  ...', 'Ensuring node image (kindest/node:v1.34.4)'],
  [' ✓ Preparing nodes 📦 📦 ', undefined],
  ['Creating cluster "x" ...', undefined],
])('kind says %j', (line, step) => {
  expect(stepOf(line)).toBe(step);
});

test('quantities of a node', () => {
  expect([millicores('2'), millicores('1930m')]).toEqual([2000, 1930]);
  expect([bytes('24684092Ki'), bytes('1024')]).toEqual([24684092 * 1024, 1024]);
});

test("the relay's port of every node leads to this machine's loopback", () => {
  const { nodes } = parse(readFileSync(projectPath('kind/cluster.yaml'), 'utf8'));
  const mapping = { containerPort: relayTunnelPort, hostPort: -1, listenAddress: '127.0.0.1' };
  expect(nodes.map(({ extraPortMappings }: { extraPortMappings: unknown }) => extraPortMappings)).toEqual([
    [mapping],
    [mapping],
  ]);
});
