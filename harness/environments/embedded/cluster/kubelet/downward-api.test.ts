import { expect, test } from 'vitest';
import { resourceValue } from './downward-api.ts';

const node = { name: 'node-1', ip: '172.18.0.2', allocatable: { memory: '9007199254740993' } };

test.each([
  ['requests.cpu', '1m', '100'],
  ['requests.cpu', '1', '1'],
  ['requests.cpu', '0', '1'],
  ['limits.memory', '1', '9007199254740993'],
  ['limits.memory', '1Gi', '8388609'],
])('%s in units of %s is rounded up, and exact above 2^53', (resource, divisor, value) => {
  const container = { name: 'c', resources: { requests: { cpu: '100m' } } };
  expect(resourceValue({ resource, divisor }, container, node)).toBe(value);
});
