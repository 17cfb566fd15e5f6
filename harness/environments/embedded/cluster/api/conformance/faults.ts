import type { JsonObject } from '../objects/json.ts';

/** A request that a real API server refuses, or answers in a way that is easily got wrong. */
export interface Fault {
  readonly name: string;
  readonly path: string;
  /** Text is sent as it stands. */
  readonly body: JsonObject | string;
  readonly method?: string;
  readonly contentType?: string;
}

const pods = '/api/v1/namespaces/faults/pods';
const deployments = '/apis/apps/v1/namespaces/faults/deployments';
const daemonSets = '/apis/apps/v1/namespaces/faults/daemonsets';
const jobs = '/apis/batch/v1/namespaces/faults/jobs';
const services = '/api/v1/namespaces/faults/services';
const secrets = '/api/v1/namespaces/faults/secrets';
const configMaps = '/api/v1/namespaces/faults/configmaps';

const container: JsonObject = { name: 'app', image: 'registry.example/app:1' };

function pod(spec: JsonObject, metadata: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', ...metadata },
    spec: { containers: [container], ...spec },
  };
}

function podOf(fields: JsonObject): JsonObject {
  return pod({ containers: [{ ...container, ...fields }] });
}

function workload(
  kind: string,
  spec: JsonObject,
  template: JsonObject = {},
  labels: JsonObject = { app: 'a' },
): JsonObject {
  return {
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: { name: 'w' },
    spec: {
      ...(kind === 'Job' ? {} : { selector: { matchLabels: { app: 'a' } } }),
      template: { metadata: { labels }, spec: { containers: [container], ...template } },
      ...spec,
    },
  };
}

function service(spec: JsonObject, name = 's'): JsonObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec };
}

function secret(fields: JsonObject, name = 's'): JsonObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, ...fields };
}

function configMap(fields: JsonObject, name = 'c'): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...fields };
}

const probe = { httpGet: { port: 8080 } };

/** Manifests with faults, for which the embedded API server and a real one must say the same. */
export const faults: readonly Fault[] = [
  {
    name: 'unknown field, strict',
    path: `${deployments}?fieldValidation=Strict`,
    body: workload('Deployment', {}, { containers: [{ ...container, foo: 1 }] }),
  },
  {
    name: 'duplicate field, strict',
    path: `${configMaps}?fieldValidation=Strict`,
    body: '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","name":"d"},"data":{"a":"1","a":"2"}}',
  },
  { name: 'string for a number', path: deployments, body: workload('Deployment', { replicas: 'two' }) },
  { name: 'number for a string', path: pods, body: podOf({ image: 5 }) },
  { name: 'number for a named string type', path: pods, body: podOf({ imagePullPolicy: 5 }) },
  { name: 'object for a list', path: pods, body: podOf({ env: {} }) },
  { name: 'boolean for a string in a list', path: pods, body: podOf({ args: [true] }) },
  { name: 'number too large for int32', path: pods, body: podOf({ ports: [{ containerPort: 99999999999 }] }) },
  { name: 'number for an environment value', path: pods, body: podOf({ env: [{ name: 'A', value: 1 }] }) },
  { name: 'bad quantity', path: pods, body: podOf({ resources: { limits: { memory: 'lots' } } }) },
  { name: 'no base64', path: secrets, body: secret({ data: { a: '!!!' } }) },
  { name: 'text after the object', path: configMaps, body: '{"apiVersion":"v1","kind":"ConfigMap"} x' },
  { name: 'truncated body', path: configMaps, body: '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"' },
  { name: 'empty body', path: configMaps, body: '' },
  { name: 'another kind', path: configMaps, body: secret({}) },
  { name: 'unknown version', path: configMaps, body: { apiVersion: 'v2', kind: 'ConfigMap', metadata: { name: 'c' } } },
  { name: 'another namespace', path: configMaps, body: configMap({ metadata: { name: 'c', namespace: 'other' } }) },
  { name: 'no name', path: configMaps, body: configMap({ metadata: {} }) },
  { name: 'namespace that is not there', path: '/api/v1/namespaces/nowhere/configmaps', body: configMap({}) },
  { name: 'resource that is not there', path: '/apis/apps/v1/namespaces/faults/foos', body: configMap({}) },
  { name: 'group that is not there', path: '/apis/foo.example/v1/namespaces/faults/foos', body: configMap({}) },
  { name: 'bad name', path: configMaps, body: configMap({}, 'My_Config') },
  { name: 'bad service name', path: services, body: service({ ports: [{ port: 80 }] }, '1abc') },
  {
    name: 'bad label name',
    path: configMaps,
    body: configMap({ metadata: { name: 'c', labels: { 'a b': 'x' } } }),
  },
  {
    name: 'bad label value',
    path: configMaps,
    body: configMap({ metadata: { name: 'c', labels: { ok: 'not ok!' } } }),
  },
  {
    name: 'bad annotation key',
    path: configMaps,
    body: configMap({ metadata: { name: 'c', annotations: { 'a/b/c': 'x' } } }),
  },
  {
    name: 'resourceVersion on create',
    path: configMaps,
    body: configMap({ metadata: { name: 'c', resourceVersion: '5' } }),
  },
  { name: 'bad config key', path: configMaps, body: configMap({ data: { 'a b': 'x' } }) },
  { name: 'key in both maps', path: configMaps, body: configMap({ data: { a: 'x' }, binaryData: { a: 'eA==' } }) },
  { name: 'bad secret key', path: secrets, body: secret({ stringData: { '..a': 'x' } }) },
  {
    name: 'TLS secret without its keys',
    path: secrets,
    body: secret({ type: 'kubernetes.io/tls', data: { 'tls.crt': 'eA==' } }),
  },
  {
    name: 'docker config that is none',
    path: secrets,
    body: secret({ type: 'kubernetes.io/dockerconfigjson', data: {} }),
  },
  { name: 'no containers', path: pods, body: pod({ containers: [] }) },
  { name: 'no spec', path: pods, body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } } },
  { name: 'no image', path: pods, body: pod({ containers: [{ name: 'app' }] }) },
  { name: 'no container name', path: pods, body: pod({ containers: [{ image: 'x' }] }) },
  { name: 'bad container name', path: pods, body: podOf({ name: 'App_1' }) },
  { name: 'container name too long', path: pods, body: podOf({ name: 'a'.repeat(64) }) },
  { name: 'two containers of one name', path: pods, body: pod({ containers: [container, container] }) },
  { name: 'init container of the same name', path: pods, body: pod({ initContainers: [container] }) },
  {
    name: 'probe of an init container',
    path: pods,
    body: pod({ initContainers: [{ ...container, name: 'i', livenessProbe: probe }] }),
  },
  { name: 'bad pull policy', path: pods, body: podOf({ imagePullPolicy: 'Sometimes' }) },
  { name: 'bad restart policy', path: pods, body: pod({ restartPolicy: 'Maybe' }) },
  { name: 'bad DNS policy', path: pods, body: pod({ dnsPolicy: 'Mine' }) },
  { name: 'bad environment name', path: pods, body: podOf({ env: [{ name: 'A=B', value: 'x' }] }) },
  { name: 'empty environment name', path: pods, body: podOf({ env: [{ value: 'x' }] }) },
  {
    name: 'two sources of a variable',
    path: pods,
    body: podOf({
      env: [
        { name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' }, secretKeyRef: { name: 's', key: 'k' } } },
      ],
    }),
  },
  {
    name: 'value and source of a variable',
    path: pods,
    body: podOf({ env: [{ name: 'A', value: 'x', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] }),
  },
  { name: 'no source of a variable', path: pods, body: podOf({ env: [{ name: 'A', valueFrom: {} }] }) },
  {
    name: 'secret reference without key',
    path: pods,
    body: podOf({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's' } } }] }),
  },
  {
    name: 'unknown field path',
    path: pods,
    body: podOf({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.foo' } } }] }),
  },
  {
    name: 'field path not for variables',
    path: pods,
    body: podOf({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.phase' } } }] }),
  },
  {
    name: 'unknown resource field',
    path: pods,
    body: podOf({ env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.foo' } } }] }),
  },
  { name: 'envFrom without source', path: pods, body: podOf({ envFrom: [{ prefix: 'A' }] }) },
  { name: 'port out of range', path: pods, body: podOf({ ports: [{ containerPort: 70000 }] }) },
  { name: 'no port', path: pods, body: podOf({ ports: [{ name: 'http' }] }) },
  { name: 'bad port name', path: pods, body: podOf({ ports: [{ containerPort: 80, name: 'Much_too_long_a_name' }] }) },
  { name: 'port name of digits', path: pods, body: podOf({ ports: [{ containerPort: 80, name: '80' }] }) },
  {
    name: 'two ports of one name',
    path: pods,
    body: podOf({
      ports: [
        { containerPort: 80, name: 'a' },
        { containerPort: 81, name: 'a' },
      ],
    }),
  },
  { name: 'bad protocol', path: pods, body: podOf({ ports: [{ containerPort: 80, protocol: 'HTTP' }] }) },
  {
    name: 'host port of two containers',
    path: pods,
    body: pod({
      containers: [
        { ...container, ports: [{ containerPort: 80, hostPort: 80 }] },
        { ...container, name: 'b', ports: [{ containerPort: 81, hostPort: 80 }] },
      ],
    }),
  },
  {
    name: 'host port beside host network',
    path: pods,
    body: pod({ hostNetwork: true, containers: [{ ...container, ports: [{ containerPort: 80, hostPort: 81 }] }] }),
  },
  { name: 'mount of no volume', path: pods, body: podOf({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }) },
  {
    name: 'mount without path',
    path: pods,
    body: pod({ volumes: [{ name: 'd' }], containers: [{ ...container, volumeMounts: [{ name: 'd' }] }] }),
  },
  {
    name: 'two mounts at one path',
    path: pods,
    body: pod({
      volumes: [{ name: 'd' }],
      containers: [
        {
          ...container,
          volumeMounts: [
            { name: 'd', mountPath: '/a' },
            { name: 'd', mountPath: '/a' },
          ],
        },
      ],
    }),
  },
  {
    name: 'mount of a parent',
    path: pods,
    body: pod({
      volumes: [{ name: 'd' }],
      containers: [{ ...container, volumeMounts: [{ name: 'd', mountPath: '/a', subPath: '../b' }] }],
    }),
  },
  { name: 'two volumes of one name', path: pods, body: pod({ volumes: [{ name: 'd' }, { name: 'd' }] }) },
  {
    name: 'volume of two kinds',
    path: pods,
    body: pod({ volumes: [{ name: 'd', emptyDir: {}, hostPath: { path: '/x' } }] }),
  },
  { name: 'host path without path', path: pods, body: pod({ volumes: [{ name: 'd', hostPath: {} }] }) },
  {
    name: 'host path of an unknown type',
    path: pods,
    body: pod({ volumes: [{ name: 'd', hostPath: { path: '/x', type: 'Folder' } }] }),
  },
  { name: 'secret volume without name', path: pods, body: pod({ volumes: [{ name: 'd', secret: {} }] }) },
  { name: 'config map volume without name', path: pods, body: pod({ volumes: [{ name: 'd', configMap: {} }] }) },
  {
    name: 'bad volume mode',
    path: pods,
    body: pod({ volumes: [{ name: 'd', secret: { secretName: 's', defaultMode: 777 } }] }),
  },
  { name: 'bad volume name', path: pods, body: pod({ volumes: [{ name: 'D_1' }] }) },
  {
    name: 'request above its limit',
    path: pods,
    body: podOf({ resources: { limits: { memory: '1Gi' }, requests: { memory: '2Gi' } } }),
  },
  { name: 'negative limit', path: pods, body: podOf({ resources: { limits: { cpu: '-1' } } }) },
  { name: 'unknown resource', path: pods, body: podOf({ resources: { limits: { mem: '1Gi' } } }) },
  { name: 'probe without handler', path: pods, body: podOf({ livenessProbe: { periodSeconds: 5 } }) },
  {
    name: 'probe with two handlers',
    path: pods,
    body: podOf({ livenessProbe: { ...probe, tcpSocket: { port: 80 } } }),
  },
  {
    name: 'probe with a negative period',
    path: pods,
    body: podOf({ readinessProbe: { ...probe, periodSeconds: -1, initialDelaySeconds: -5 } }),
  },
  {
    name: 'liveness with a success threshold',
    path: pods,
    body: podOf({ livenessProbe: { ...probe, successThreshold: 2 } }),
  },
  {
    name: 'readiness with a grace period',
    path: pods,
    body: podOf({ readinessProbe: { ...probe, terminationGracePeriodSeconds: 5 } }),
  },
  {
    name: 'probe of an unknown port name',
    path: pods,
    body: podOf({ startupProbe: { httpGet: { port: 'Not a port' } } }),
  },
  { name: 'probe without port', path: pods, body: podOf({ startupProbe: { httpGet: { path: '/' } } }) },
  {
    name: 'probe with a bad scheme',
    path: pods,
    body: podOf({ startupProbe: { httpGet: { port: 80, scheme: 'http' } } }),
  },
  { name: 'exec probe without command', path: pods, body: podOf({ startupProbe: { exec: {} } }) },
  {
    name: 'privileged without escalation',
    path: pods,
    body: podOf({ securityContext: { privileged: true, allowPrivilegeEscalation: false } }),
  },
  { name: 'negative user', path: pods, body: podOf({ securityContext: { runAsUser: -1 } }) },
  {
    name: 'bad toleration',
    path: pods,
    body: pod({
      tolerations: [
        { operator: 'Equal', value: 'x' },
        { key: 'a', operator: 'Is' },
      ],
    }),
  },
  {
    name: 'bad toleration effect',
    path: pods,
    body: pod({ tolerations: [{ key: 'a', operator: 'Exists', effect: 'Never' }] }),
  },
  { name: 'bad node selector', path: pods, body: pod({ nodeSelector: { 'a b': 'c' } }) },
  { name: 'unknown priority class', path: pods, body: pod({ priorityClassName: 'nobody' }) },
  { name: 'bad host alias', path: pods, body: pod({ hostAliases: [{ ip: 'here', hostnames: ['Bad_Name'] }] }) },
  { name: 'zero deadline', path: pods, body: pod({ activeDeadlineSeconds: 0 }) },
  {
    name: 'bad service account name',
    path: deployments,
    body: workload('Deployment', {}, { serviceAccountName: 'Bad_Name' }),
  },
  { name: 'selector that misses the template', path: deployments, body: workload('Deployment', {}, {}, { app: 'b' }) },
  {
    name: 'no selector',
    path: deployments,
    body: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'w' },
      spec: { template: { metadata: { labels: { app: 'a' } }, spec: { containers: [container] } } },
    },
  },
  { name: 'empty selector', path: deployments, body: workload('Deployment', { selector: {} }) },
  { name: 'template without containers', path: deployments, body: workload('Deployment', {}, { containers: [] }) },
  {
    name: 'no template',
    path: deployments,
    body: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'w' },
      spec: { selector: { matchLabels: { app: 'a' } } },
    },
  },
  {
    name: 'Deployment without spec',
    path: deployments,
    body: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'w' } },
  },
  { name: 'negative replicas', path: deployments, body: workload('Deployment', { replicas: -1 }) },
  {
    name: 'Deployment that never restarts',
    path: deployments,
    body: workload('Deployment', {}, { restartPolicy: 'Never' }),
  },
  { name: 'unknown strategy', path: deployments, body: workload('Deployment', { strategy: { type: 'Sometimes' } }) },
  {
    name: 'Recreate with rolling update',
    path: deployments,
    body: workload('Deployment', { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } }),
  },
  {
    name: 'nothing may be unavailable',
    path: deployments,
    body: workload('Deployment', { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
  },
  {
    name: 'no percentage',
    path: deployments,
    body: workload('Deployment', { strategy: { rollingUpdate: { maxSurge: 'half' } } }),
  },
  {
    name: 'deadline before ready',
    path: deployments,
    body: workload('Deployment', { minReadySeconds: 10, progressDeadlineSeconds: 5 }),
  },
  {
    name: 'bad selector operator',
    path: deployments,
    body: workload('Deployment', { selector: { matchExpressions: [{ key: 'app', operator: 'Is', values: ['a'] }] } }),
  },
  {
    name: 'selector expression without values',
    path: deployments,
    body: workload('Deployment', { selector: { matchExpressions: [{ key: 'app', operator: 'In' }] } }),
  },
  {
    name: 'DaemonSet that never restarts',
    path: daemonSets,
    body: workload('DaemonSet', {}, { restartPolicy: 'OnFailure' }),
  },
  { name: 'DaemonSet selector that misses', path: daemonSets, body: workload('DaemonSet', {}, {}, { app: 'b' }) },
  {
    name: 'DaemonSet with surge and unavailable',
    path: daemonSets,
    body: workload('DaemonSet', { updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } }),
  },
  {
    name: 'DaemonSet without any',
    path: daemonSets,
    body: workload('DaemonSet', { updateStrategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
  },
  { name: 'Job that always restarts', path: jobs, body: workload('Job', {}) },
  {
    name: 'Job with a negative limit',
    path: jobs,
    body: workload('Job', { backoffLimit: -1 }, { restartPolicy: 'Never' }),
  },
  {
    name: 'Job of an unknown mode',
    path: jobs,
    body: workload('Job', { completionMode: 'Mine' }, { restartPolicy: 'Never' }),
  },
  {
    name: 'indexed Job without completions',
    path: jobs,
    body: workload('Job', { completionMode: 'Indexed', parallelism: 1 }, { restartPolicy: 'Never' }),
  },
  { name: 'Service without ports', path: services, body: service({ selector: { app: 'a' } }) },
  { name: 'Service port out of range', path: services, body: service({ ports: [{ port: 0 }] }) },
  { name: 'Service ports without names', path: services, body: service({ ports: [{ port: 80 }, { port: 81 }] }) },
  {
    name: 'Service ports of one name',
    path: services,
    body: service({
      ports: [
        { port: 80, name: 'a' },
        { port: 81, name: 'a' },
      ],
    }),
  },
  {
    name: 'Service port twice',
    path: services,
    body: service({
      ports: [
        { port: 80, name: 'a' },
        { port: 80, name: 'b' },
      ],
    }),
  },
  { name: 'unknown Service type', path: services, body: service({ type: 'Public', ports: [{ port: 80 }] }) },
  { name: 'bad target port', path: services, body: service({ ports: [{ port: 80, targetPort: 'No Name' }] }) },
  { name: 'bad cluster address', path: services, body: service({ clusterIP: 'here', ports: [{ port: 80 }] }) },
  { name: 'node port of a ClusterIP', path: services, body: service({ ports: [{ port: 80, nodePort: 30080 }] }) },
  { name: 'ExternalName without name', path: services, body: service({ type: 'ExternalName' }) },
  { name: 'bad session affinity', path: services, body: service({ sessionAffinity: 'Mine', ports: [{ port: 80 }] }) },
  {
    name: 'namespace of a bad name',
    path: '/api/v1/namespaces',
    body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a.b' } },
  },
  { name: 'wrong media type', path: configMaps, body: 'x', contentType: 'text/plain' },
  { name: 'unknown dry run', path: `${configMaps}?dryRun=Some`, body: configMap({}) },
  { name: 'unknown validation', path: `${configMaps}?fieldValidation=Soft`, body: configMap({}) },
  { name: 'nothing to get', path: `${pods}/nobody`, body: '', method: 'GET' },
  { name: 'nothing to delete', path: `${deployments}/nobody`, body: '', method: 'DELETE' },
  { name: 'nothing to replace', path: `${configMaps}/c`, body: configMap({}), method: 'PUT' },
  { name: 'replacement of another name', path: `${configMaps}/d`, body: configMap({}), method: 'PUT' },
  {
    name: 'patch of an unknown type',
    path: `${configMaps}/fixed`,
    body: '{}',
    method: 'PATCH',
    contentType: 'application/json',
  },
  {
    name: 'merge patch with an unknown field',
    path: `${configMaps}/fixed?fieldValidation=Strict`,
    body: { foo: 1 },
    method: 'PATCH',
    contentType: 'application/merge-patch+json',
  },
  {
    name: 'merge patch of the wrong type',
    path: `${configMaps}/fixed`,
    body: { data: { a: 5 } },
    method: 'PATCH',
    contentType: 'application/merge-patch+json',
  },
  {
    name: 'merge patch that is no JSON',
    path: `${configMaps}/fixed`,
    body: '{',
    method: 'PATCH',
    contentType: 'application/merge-patch+json',
  },
  {
    name: 'patch of data that is fixed',
    path: `${configMaps}/fixed`,
    body: { data: { a: '2' } },
    method: 'PATCH',
    contentType: 'application/merge-patch+json',
  },
  {
    name: 'JSON patch that fails its test',
    path: `${configMaps}/fixed`,
    body: '[{"op":"test","path":"/data/a","value":"z"}]',
    method: 'PATCH',
    contentType: 'application/json-patch+json',
  },
  {
    name: 'JSON patch of a missing field',
    path: `${configMaps}/fixed`,
    body: '[{"op":"remove","path":"/data/z"}]',
    method: 'PATCH',
    contentType: 'application/json-patch+json',
  },
  {
    name: 'apply without a manager',
    path: `${configMaps}/fixed`,
    body: configMap({}, 'fixed'),
    method: 'PATCH',
    contentType: 'application/apply-patch+yaml',
  },
  {
    name: 'apply of an unknown field',
    path: `${configMaps}/new?fieldManager=m`,
    body: configMap({ foo: 1 }, 'new'),
    method: 'PATCH',
    contentType: 'application/apply-patch+yaml',
  },
  {
    name: 'apply of the wrong type',
    path: `${deployments}/new?fieldManager=m`,
    body: workload('Deployment', { replicas: 'two' }),
    method: 'PATCH',
    contentType: 'application/apply-patch+yaml',
  },
  { name: 'bad label selector', path: `${pods}?labelSelector=a%20b`, body: '', method: 'GET' },
  { name: 'unknown field selector', path: `${pods}?fieldSelector=spec.foo%3Dx`, body: '', method: 'GET' },
];
