import { expect, test } from 'vitest';
import { containerEnvironment, locatedContainers } from '../manifests/container-environment.ts';
import { parseManifests } from '../manifests/parse-manifests.ts';
import { saturatedAutoscaler } from './saturated-autoscaler.ts';

function cause({ target = 'qscan', resource = 'memory', share = 80, request = 'requests: {memory: 12Gi}' }) {
  const manifests = parseManifests(
    `apiVersion: apps/v1
kind: Deployment
metadata: {name: qscan}
spec:
  template:
    spec:
      containers:
        - name: qscan
          image: qscan
          resources: {${request}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: scanners}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${target}}
  maxReplicas: 5
  metrics:
    - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}
    - {type: Resource, resource: {name: ${resource}, target: {type: Utilization, averageUtilization: ${share}}}}
`,
    'qscan.yaml',
  );
  const agents = locatedContainers(manifests).map((located) => ({
    ...located,
    role: 'qscan' as const,
    namespace: 'default',
    variables: containerEnvironment(located, []),
    secrets: [],
  }));
  return saturatedAutoscaler(manifests, agents);
}

test("a memory target under the models' size is named with its line and the request's", () => {
  const found = cause({});
  expect(found?.sentence).toContain('it adds one above 80 % of the 12Gi that a pod requests');
  expect(found?.positions.map(({ line }) => line)).toEqual([20, 10]);
});

test('a limit is the request where there is none', () => {
  expect(cause({ request: 'limits: {memory: 8Gi}' })?.sentence).toContain('80 % of the 8Gi');
});

test.each([
  ['it scales by CPU', { resource: 'cpu' }],
  ['it scales something else', { target: 'other' }],
  ['the share is large enough', { request: 'requests: {memory: 16Gi}' }],
  ['nothing is requested', { request: '' }],
])('no word where %s', (_, given) => {
  expect(cause(given)).toBeUndefined();
});
