import { image, type PodCase, script, waitsFor } from './pod-case.ts';

const print = (...names: string[]): string[] =>
  script(`for (const name of ${JSON.stringify(names)}) console.log(name + '=' + process.env[name])`);
const configMap = (name: string, data: Readonly<Record<string, string>>) => ({
  kind: 'ConfigMap',
  metadata: { name },
  data,
});
const secret = (name: string, stringData: Readonly<Record<string, string>>) => ({
  kind: 'Secret',
  metadata: { name },
  stringData,
});

/** Images, users and variables. */
export const configurationCases: readonly PodCase[] = [
  {
    name: 'an image that must not be pulled and is absent',
    container: { image: 'example.invalid/team/absent:1', imagePullPolicy: 'Never' },
    until: waitsFor('ErrImageNeverPull'),
    events: ['ErrImageNeverPull', 'Failed'],
  },
  {
    name: 'an image name with capitals',
    container: { image: 'Team/App:1' },
    until: waitsFor('InvalidImageName'),
    events: ['InspectFailed', 'Failed'],
  },
  {
    name: 'an image name that is no reference',
    container: { image: 'team/app:1:2' },
    until: waitsFor('InvalidImageName'),
    events: ['InspectFailed', 'Failed'],
  },
  {
    name: 'root where root is forbidden',
    container: { securityContext: { runAsNonRoot: true } },
    until: waitsFor('CreateContainerConfigError'),
    events: ['Failed'],
  },
  {
    name: 'user 0 where root is forbidden',
    container: { securityContext: { runAsNonRoot: true, runAsUser: 0 } },
    until: waitsFor('CreateContainerConfigError'),
    events: ['Failed'],
  },
  {
    name: 'another user where root is forbidden',
    container: { securityContext: { runAsNonRoot: true, runAsUser: 1000 } },
  },
  {
    name: 'a variable from a missing Secret',
    container: { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'none', key: 'k' } } }] },
    until: waitsFor('CreateContainerConfigError'),
    events: ['Failed'],
  },
  {
    name: 'a variable from a missing ConfigMap',
    container: { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'none', key: 'k' } } }] },
    until: waitsFor('CreateContainerConfigError'),
    events: ['Failed'],
  },
  {
    name: 'a variable from a missing key of a Secret',
    before: [secret('keys', { present: 'yes' })],
    container: { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'keys', key: 'absent' } } }] },
    until: waitsFor('CreateContainerConfigError'),
    events: ['Failed'],
  },
  {
    name: 'optional sources that are missing',
    container: {
      command: print('A', 'B'),
      env: [
        { name: 'A', valueFrom: { secretKeyRef: { name: 'none', key: 'k', optional: true } } },
        { name: 'B', valueFrom: { configMapKeyRef: { name: 'none', key: 'k', optional: true } } },
      ],
      envFrom: [{ configMapRef: { name: 'none', optional: true } }],
    },
  },
  {
    name: 'all variables of a missing Secret',
    container: { envFrom: [{ secretRef: { name: 'none' } }] },
    until: waitsFor('CreateContainerConfigError'),
    events: ['Failed'],
  },
  {
    name: 'env goes before envFrom and a later source before an earlier',
    before: [configMap('first', { A: '1', B: '1', C: '1' }), configMap('second', { B: '2', C: '2' })],
    container: {
      command: print('A', 'B', 'C'),
      envFrom: [{ configMapRef: { name: 'first' } }, { configMapRef: { name: 'second' } }],
      env: [{ name: 'C', value: '3' }],
    },
  },
  {
    name: 'envFrom with a prefix and odd names',
    before: [configMap('odd', { plain: '1', 'with.dot': '2', 'with-dash': '3', '1digit': '4' })],
    container: {
      command: print('P_plain', 'P_with.dot', 'P_with-dash', 'P_1digit'),
      envFrom: [{ prefix: 'P_', configMapRef: { name: 'odd' } }],
    },
  },
  {
    name: 'variables within variables',
    container: {
      command: print('B', 'C', 'D', 'E', 'F'),
      env: [
        { name: 'A', value: 'a' },
        { name: 'B', value: '$(A)-$(Z)' },
        { name: 'C', value: '$$(A)' },
        { name: 'D', value: '$(LATER)' },
        { name: 'LATER', value: 'x' },
        { name: 'E', value: '$(A' },
        { name: 'F', value: '$A' },
      ],
    },
  },
  {
    name: 'variables within arguments',
    container: {
      command: ['node', '-e', 'console.log(process.argv.slice(1).join(" "))'],
      args: ['--', '$(A)', '$(NONE)', '$$(A)'],
      env: [{ name: 'A', value: 'a' }],
    },
  },
  {
    name: 'variables from the pod itself',
    metadata: { labels: { tier: 'web' }, annotations: { note: 'short' } },
    container: {
      command: print('NAME', 'SPACE', 'LABEL', 'NOTE', 'ACCOUNT', 'NODE', 'IP', 'HOST', 'CPU', 'MEMORY', 'REQUEST'),
      resources: { limits: { cpu: '1500m', memory: '256Mi' }, requests: { cpu: '100m', memory: '32Mi' } },
      env: [
        { name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        { name: 'SPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
        { name: 'LABEL', valueFrom: { fieldRef: { fieldPath: "metadata.labels['tier']" } } },
        { name: 'NOTE', valueFrom: { fieldRef: { fieldPath: "metadata.annotations['note']" } } },
        { name: 'ACCOUNT', valueFrom: { fieldRef: { fieldPath: 'spec.serviceAccountName' } } },
        { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
        { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        { name: 'HOST', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
        { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
        { name: 'MEMORY', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
        { name: 'REQUEST', valueFrom: { resourceFieldRef: { resource: 'requests.cpu', divisor: '1m' } } },
      ],
    },
  },
  {
    name: 'the host name and the address of the API server',
    container: {
      command: script(
        "console.log(process.env.HOSTNAME, require('os').hostname(), process.env.KUBERNETES_SERVICE_PORT, process.env.KUBERNETES_PORT)",
      ),
    },
  },
  {
    name: 'a host name and a subdomain',
    spec: { hostname: 'web', subdomain: 'group' },
    container: { command: script("console.log(process.env.HOSTNAME, require('os').hostname())") },
  },
  {
    name: 'no service links',
    before: [
      { kind: 'Service', metadata: { name: 'linked' }, spec: { ports: [{ port: 80 }], selector: { app: 'linked' } } },
    ],
    spec: { enableServiceLinks: false },
    container: { command: script("console.log('LINKED_PORT' in process.env, 'KUBERNETES_PORT' in process.env)") },
  },
  {
    name: 'a secret of an image pull that is missing',
    spec: { imagePullSecrets: [{ name: 'none' }] },
    container: { image },
    events: ['FailedToRetrieveImagePullSecret'],
  },
];
