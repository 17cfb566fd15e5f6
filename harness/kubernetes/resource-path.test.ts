import { expect, test } from 'vitest';
import { resourcePath } from './resource-path.ts';

test.each([
  ['Pod', 'pods'],
  ['Endpoints', 'endpoints'],
  ['Ingress', 'ingresses'],
  ['NetworkPolicy', 'networkpolicies'],
  ['Gateway', 'gateways'],
  ['ServiceMonitor', 'servicemonitors'],
])('%s is one of %s', (kind, plural) => {
  expect(resourcePath('v1', kind, 'n')).toBe(`/api/v1/namespaces/n/${plural}`);
});

test('kinds of the whole cluster have no namespace in their path', () => {
  const path = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
  expect(resourcePath('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'n')).toBe(path);
});
