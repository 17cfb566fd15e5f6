import { expect, test } from 'vitest';
import { createClusterState } from '../cluster-state.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { resourceTypeOfKind } from '../registry/resource-type.ts';
import { httpsCall } from '../testing/https-call.ts';
import { startTestServer } from '../testing/start-test-server.ts';

const namespace = 'default';

/** A cluster into which anything can be put; refusals come as their message. */
function cluster() {
  const { registry, api } = createClusterState();
  const create = (kind: string, name: string, fields: object): KubeObject => {
    const type = resourceTypeOfKind(kind);
    if (!type) throw new Error(`no kind ${kind}`);
    const metadata = { name, ...(type.namespaced && { namespace }) };
    return registry.create(type, { apiVersion: type.apiVersion, kind, metadata, ...fields });
  };
  const refusal = (kind: string, name: string, fields: object): string => {
    try {
      create(kind, name, fields);
      return 'created';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  return { registry, api, create, refusal };
}

function pod(resources: object = {}, spec: object = {}): object {
  return { spec: { containers: [{ name: 'c', image: 'i', resources }], ...spec } };
}

test('a quota limits what a namespace holds, and counts it', async () => {
  const { create, refusal, registry, api } = cluster();
  const hard = { pods: '2', 'requests.cpu': '1', 'count/deployments.apps': '0' };
  create('ResourceQuota', 'q', { spec: { hard } });
  expect(refusal('Pod', 'a', pod())).toBe('pods "a" is forbidden: failed quota: q: must specify requests.cpu for: c');
  create('Pod', 'a', pod({ requests: { cpu: '600m' } }));
  expect(refusal('Pod', 'b', pod({ requests: { cpu: '500m' } }))).toBe(
    'pods "b" is forbidden: exceeded quota: q, requested: requests.cpu=500m, used: requests.cpu=600m, limited: requests.cpu=1',
  );
  await Promise.resolve();
  const used = () => registry.storage.get('resourcequotas', { namespace, name: 'q' })?.status;
  expect(used()).toEqual({ hard, used: { pods: '1', 'requests.cpu': '600m', 'count/deployments.apps': '0' } });
  api.delete('Pod', { namespace, name: 'a' }, { gracePeriodSeconds: 0 });
  await Promise.resolve();
  expect(used()).toMatchObject({ used: { pods: '0', 'requests.cpu': '0' } });
});

test('what stands at the pod as a whole is enough for a quota, and counts', () => {
  const { create, refusal } = cluster();
  create('ResourceQuota', 'q', { spec: { hard: { 'limits.memory': '1Gi', 'requests.cpu': '1' } } });
  create('Pod', 'a', pod({}, { resources: { requests: { cpu: '100m' }, limits: { memory: '100Mi' } } }));
  create('Pod', 'b', pod({}, { resources: { requests: { cpu: '100m' } } }));
  expect(refusal('Pod', 'c', pod({ limits: { memory: '10Mi' } }, { resources: { requests: { cpu: '2' } } }))).toBe(
    'pods "c" is forbidden: exceeded quota: q, requested: requests.cpu=2, used: requests.cpu=200m, limited: requests.cpu=1',
  );
});

test('a range fills in what containers leave out, and bounds what they say', () => {
  const { create, refusal } = cluster();
  const container = { type: 'Container', max: { cpu: '1' }, min: { cpu: '100m' }, default: { cpu: '500m' } };
  create('LimitRange', 'r', { spec: { limits: [container] } });
  const { spec, metadata } = create('Pod', 'a', pod());
  expect(spec).toMatchObject({ containers: [{ resources: { limits: { cpu: '500m' }, requests: { cpu: '500m' } } }] });
  expect(metadata.annotations).toEqual({
    'kubernetes.io/limit-ranger': 'LimitRanger plugin set: cpu request for container c; cpu limit for container c',
  });
  expect(refusal('Pod', 'b', pod({ requests: { cpu: '50m' }, limits: { cpu: '2' } }))).toBe(
    'pods "b" is forbidden: [minimum cpu usage per Container is 100m, but request is 50m, maximum cpu usage per Container is 1, but limit is 2]',
  );
});

test('pods get a token of their account, unless pod or account will not', () => {
  const { create } = cluster();
  const volumes = (object: KubeObject) => (object.spec as { volumes?: { name: string; projected?: object }[] }).volumes;
  const [volume] = volumes(create('Pod', 'a', pod())) ?? [];
  expect(volume?.name).toMatch(/^kube-api-access-[a-z0-9]{5}$/);
  expect(volume?.projected).toMatchObject({ sources: [{ serviceAccountToken: { path: 'token' } }, {}, {}] });
  expect(volumes(create('Pod', 'b', pod({}, { automountServiceAccountToken: false })))).toBeUndefined();
  create('ServiceAccount', 'quiet', { automountServiceAccountToken: false });
  expect(volumes(create('Pod', 'c', pod({}, { serviceAccountName: 'quiet' })))).toBeUndefined();
});

test('classes that are marked as default are given to what names none', () => {
  const { create, refusal } = cluster();
  create('PriorityClass', 'usual', { value: 5, globalDefault: true, preemptionPolicy: 'Never' });
  expect(refusal('PriorityClass', 'other', { value: 6, globalDefault: true })).toBe(
    'priorityclasses.scheduling.k8s.io "other" is forbidden: PriorityClass usual is already marked as default. Only one default can exist',
  );
  expect(create('Pod', 'a', pod()).spec).toMatchObject({
    priorityClassName: 'usual',
    priority: 5,
    preemptionPolicy: 'Never',
  });
});

test('a stricter namespace warns of the pods that it would refuse', async () => {
  await using local = await startTestServer();
  for (const name of ['a', 'b']) {
    local.state.api.create('Pod', {
      metadata: { name, namespace },
      spec: { hostPID: true, containers: [{ name: 'c', image: 'i' }] },
    });
  }
  const label = (level: string) =>
    httpsCall(local.endpoint, '/api/v1/namespaces/default', {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/merge-patch+json' },
      body: JSON.stringify({ metadata: { labels: { 'pod-security.kubernetes.io/enforce': level } } }),
    });
  expect((await label('baseline')).headers.warning).toBe(
    '299 - "existing pods in namespace \\"default\\" violate the new PodSecurity enforce level \\"baseline:latest\\"", 299 - "a (and 1 other pod): host namespaces"',
  );
  expect((await label('loose')).text).toContain('must be one of privileged, baseline, restricted');
});

test('an eviction honours the disruption budget', async () => {
  await using local = await startTestServer();
  const { api } = local.state;
  const metadata = { name: 'p', namespace, labels: { app: 'a' } };
  const created = api.create('Pod', { metadata, spec: { containers: [{ name: 'c', image: 'i' }] } });
  api.updateStatus('Pod', {
    ...created,
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  });
  const budget = api.create('PodDisruptionBudget', {
    metadata: { name: 'b', namespace },
    spec: { selector: { matchLabels: { app: 'a' } }, minAvailable: 1 },
  });
  const evict = async () => {
    const answer = await httpsCall(local.endpoint, '/api/v1/namespaces/default/pods/p/eviction', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'p' } }),
    });
    return { status: answer.status, body: JSON.parse(answer.text) as unknown };
  };
  const counts = { expectedPods: 1, currentHealthy: 1, desiredHealthy: 1 };
  const status = { ...counts, observedGeneration: 1, disruptionsAllowed: 0 };
  api.updateStatus('PodDisruptionBudget', { ...budget, status });
  expect(await evict()).toMatchObject({
    status: 429,
    body: {
      reason: 'TooManyRequests',
      message: "Cannot evict pod as it would violate the pod's disruption budget.",
      details: { causes: [{ message: 'The disruption budget b needs 1 healthy pods and has 1 currently' }] },
    },
  });
  const current = api.get('PodDisruptionBudget', { namespace, name: 'b' });
  if (current) api.updateStatus('PodDisruptionBudget', { ...current, status: { ...status, disruptionsAllowed: 1 } });
  expect((await evict()).status).toBe(201);
  expect(api.get('PodDisruptionBudget', { namespace, name: 'b' })?.status).toMatchObject({
    disruptionsAllowed: 0,
    disruptedPods: { p: expect.any(String) },
  });
});
