import { expect, test } from 'vitest';
import { productionWord } from './production-word.ts';

const names = { context: 'staging', cluster: 'eks-1', server: 'https://10.0.0.1:6443', namespace: 'qpoint' };

test.each([
  ['context', 'prod'],
  ['cluster', 'arn:aws:eks:eu-central-1:1:cluster/acme-PROD-1'],
  ['server', 'https://api.live.example.com'],
  ['namespace', 'payments_production'],
  ['context', 'prod2'],
] as const)('the %s %s looks like production', (name, value) => {
  expect(productionWord({ ...names, [name]: value })).toBe(`${name} "${value}"`);
});

test.each(['product-a', 'reproduction', 'delivery', 'alive', 'staging'])('%s does not', (context) => {
  expect(productionWord({ ...names, context })).toBeUndefined();
});
