import { expect, test } from 'vitest';
import { nodeImageName } from './node-image-name.ts';

const digest = `sha256:${'0'.repeat(64)}`;

test.each([
  ['node', 'docker.io/library/node:latest'],
  ['node:24', 'docker.io/library/node:24'],
  ['pii-harness/workload:1', 'docker.io/pii-harness/workload:1'],
  ['mirror.example/qtap', 'mirror.example/qtap:latest'],
  ['mirror.example:5000/a/qtap', 'mirror.example:5000/a/qtap:latest'],
  ['mirror.example:5000/a/qtap:v1', 'mirror.example:5000/a/qtap:v1'],
  ['localhost/qtap:v1', 'localhost/qtap:v1'],
  [`us-docker.pkg.dev/p/qtap:v1@${digest}`, `us-docker.pkg.dev/p/qtap@${digest}`],
  [`qtap@${digest}`, `docker.io/library/qtap@${digest}`],
])('%s is %s to a node', (image, name) => {
  expect(nodeImageName(image)).toBe(name);
});
