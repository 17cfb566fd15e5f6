import { expect, test } from 'vitest';
import { productionWord } from './production-word.ts';

const names = {
  ...{ context: 'staging', cluster: 'eks-1', server: 'https://10.0.0.1:6443', namespace: 'qpoint' },
  bucket: 'acme-qpoint-artifacts',
};

test.each([
  ['context', 'prod'],
  ['cluster', 'arn:aws:eks:eu-central-1:1:cluster/acme-PROD-1'],
  ['server', 'https://api.live.example.com'],
  ['namespace', 'payments_production'],
  ['bucket', 'acme-prod-artifacts'],
  ...['prod2', 'eksprod', 'acmeProd', 'acmeProd-eu', 'prodeu', 'prodcluster', 'euprod1', 'k8sprod', 'produktion'].map(
    (name) => ['context', name] as const,
  ),
  ...[
    'my_prod',
    'prd-eu',
    'eksprd',
    'acmeLive',
    'product-prod',
    'non-prod-to-prod',
    'canonprod',
    'reproduction-prod',
    'core-production',
    'coreproduction',
  ].map((name) => ['context', name] as const),
] as const)('the %s %s looks like production', (name, value) => {
  expect(productionWord({ ...names, [name]: value })).toBe(`${name} "${value}"`);
});

test.each([
  ...[
    'product-a',
    'products',
    'produkte',
    'producer',
    'reproduction',
    'reproductionTests',
    'delivery',
    'alive',
    'staging',
  ],
  ...['non-prod', 'nonprod', 'acme-non_production-1', 'acmeNonProd', 'pre-prod', 'PreProduction', 'nonprd'],
])('%s does not', (context) => {
  expect(productionWord({ ...names, context })).toBeUndefined();
});

test('a bucket that is not named yet does not', () => {
  expect(productionWord({ ...names, bucket: undefined })).toBeUndefined();
});
