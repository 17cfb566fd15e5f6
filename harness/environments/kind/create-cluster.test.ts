import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { clusterConfiguration, stepOf } from './create-cluster.ts';
import { bytes, millicores } from './read-nodes.ts';

test.each([
  [' • Preparing nodes 📦 📦   ...', 'Preparing nodes'],
  [' • Ensuring node image (kindest/node:v1.34.4) 🖼  ...', 'Ensuring node image (kindest/node:v1.34.4)'],
  [' ✓ Preparing nodes 📦 📦 ', undefined],
  ['Creating cluster "x" ...', undefined],
])('kind says %j', (line, step) => {
  expect(stepOf(line)).toBe(step);
});

test("both nodes mount the run's resolver file, whatever its folder is called", () => {
  using folder = temporaryFolder();
  const { nodes } = parse(clusterConfiguration(folder.path)) as { nodes: { extraMounts: { hostPath: string }[] }[] };
  const file = join(folder.path, 'resolv.conf');
  expect(nodes.map(({ extraMounts }) => extraMounts[0]?.hostPath)).toEqual([file, file]);
  expect(readFileSync(file, 'utf8')).toBe('nameserver 198.51.100.1\n');
});

test('quantities of a node', () => {
  expect([millicores('2'), millicores('1930m')]).toEqual([2000, 1930]);
  expect([bytes('24684092Ki'), bytes('1024')]).toEqual([24684092 * 1024, 1024]);
});
