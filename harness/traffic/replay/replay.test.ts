import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { podSpec } from '../../manifests/pod-template.ts';
import { planTraffic } from '../plan-traffic.ts';
import { createReplay, type Replay } from './create-replay.ts';
import { trafficPaths, type UpstreamPlan, type WorkloadPlan } from './replay-protocol.ts';
import { workloadManifests } from './workload-manifests.ts';

const plan = planTraffic({ seed: 3, exchanges: 10 });

async function serving(replay: Replay) {
  const context = { caller: undefined, port: 443, host: 'traffic.harness.internal', ownAddress: false };
  const server = createServer((request, response) => void replay.route.handle(request, response, context));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    get: (path: string) => fetch(origin + path),
    post: (path: string, body: unknown) => fetch(origin + path, { method: 'POST', body: JSON.stringify(body) }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

test('a replay tells how far it has come, from the first plan fetched to the last exchange', async () => {
  const replay = createReplay(plan);
  await using edge = await serving(replay);
  expect(replay.route.matches('traffic.harness.internal')).toBe(true);
  expect(replay.route.matches('api.qpoint.io')).toBe(false);
  expect(replay.state()).toBe('the upstream has not fetched its plan');

  const upstream = (await (await edge.get(trafficPaths.upstreamPlan)).json()) as UpstreamPlan;
  expect(upstream.responses.map(({ body }) => body)).toEqual(plan.exchanges.map(({ response }) => response.body));
  expect(replay.state()).toBe('the workload has not fetched its plan');
  const workload = (await (await edge.get(trafficPaths.workloadPlan)).json()) as WorkloadPlan;
  expect(workload.exchanges.map(({ request }) => request)).toEqual(plan.exchanges.map(({ request }) => request));
  expect(replay.state()).toBe('the workload does not reach every upstream yet');

  const starting = edge.get(`${trafficPaths.start}?instance=a`);
  await replay.ready;
  expect(replay.state()).toBe('the workload waits for the start');
  replay.start();
  expect((await starting).status).toBe(200);
  await edge.post(trafficPaths.progress, { sent: 4, failed: 1 });
  await edge.post(trafficPaths.progress, { sent: 2, failed: 0 });
  expect(replay.state()).toBe('4 of 10 exchanges are sent, 1 failed');
  await edge.post(trafficPaths.done, { sent: 9, failed: 1, failures: ['req-1: ECONNRESET'] });
  expect(await replay.done).toEqual({ sent: 9, failed: 1, failures: ['req-1: ECONNRESET'] });
  expect(replay.state()).toBe('the replay is finished');
});

test('a second workload is refused, the first may ask again', async () => {
  const replay = createReplay(plan);
  await using edge = await serving(replay);
  replay.start();
  const statuses = [];
  for (const instance of ['a', 'b', 'a']) {
    statuses.push((await edge.get(`${trafficPaths.start}?instance=${instance}`)).status);
  }
  expect(statuses).toEqual([200, 409, 200]);
});

test('several workloads share the exchanges of each endpoint, and the replay is done when all of them are', async () => {
  const replay = createReplay(plan, { workloads: 2 });
  await using edge = await serving(replay);
  const parts = await Promise.all(
    [0, 1].map(async (part) => {
      const answer = await edge.get(`${trafficPaths.workloadPlan}?part=${part}`);
      return ((await answer.json()) as WorkloadPlan).exchanges.map(({ id }) => id);
    }),
  );
  // Each of 5 endpoints has 2 of the 10 exchanges.
  expect(parts).toEqual([plan.exchanges.slice(0, 5), plan.exchanges.slice(5)].map((all) => all.map(({ id }) => id)));

  replay.start();
  const statuses = await Promise.all(
    ['a', 'b'].map(async (name) => (await edge.get(`${trafficPaths.start}?instance=${name}`)).status),
  );
  expect(statuses).toEqual([200, 200]);
  expect((await edge.get(`${trafficPaths.start}?instance=c`)).status).toBe(409);
  await edge.post(`${trafficPaths.progress}?part=0`, { sent: 3, failed: 0 });
  await edge.post(`${trafficPaths.progress}?part=1`, { sent: 2, failed: 1 });
  expect(replay.state()).toBe('5 of 10 exchanges are sent, 1 failed');
  await edge.post(trafficPaths.done, { sent: 5, failed: 0, failures: [] });
  expect(replay.state()).not.toBe('the replay is finished');
  await edge.post(trafficPaths.done, { sent: 4, failed: 1, failures: ['req-1: ECONNRESET'] });
  expect(await replay.done).toEqual({ sent: 9, failed: 1, failures: ['req-1: ECONNRESET'] });
});

test('a plan that pauses half-way goes on when what was to be done then is done, and ends with its failure', async () => {
  const midway = Promise.withResolvers<void>();
  const replay = createReplay(plan, { midway: () => midway.promise });
  await using edge = await serving(replay);
  expect(await (await edge.get(trafficPaths.workloadPlan)).json()).toMatchObject({ pauseAfter: 5, inOrder: false });
  const going = edge.get(trafficPaths.goOn);
  midway.resolve();
  expect((await going).status).toBe(200);

  const broken = createReplay(plan, { midway: () => Promise.reject(new Error('no Qtap came back')) });
  await using other = await serving(broken);
  const done = expect(broken.done).rejects.toThrow('no Qtap came back');
  expect((await other.get(trafficPaths.goOn)).status).toBe(503);
  await done;
});

test('a path of no meaning is not found', async () => {
  await using edge = await serving(createReplay(plan));
  expect((await edge.get('/plan')).status).toBe(404);
});

test('each host of the plan becomes a Service in front of the upstream, in the namespace that was asked for', async () => {
  const objects = await workloadManifests({ namespace: 'shop', hosts: ['crm', 'billing', 'crm'] });
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
    'Service shop/crm',
    'Service shop/billing',
    'Deployment shop/upstream',
    'Job shop/workload',
  ]);
  const [service, , upstream] = objects;
  expect(service?.spec).toMatchObject({ selector: { app: 'upstream' }, ports: [{ port: 80, targetPort: 8080 }] });
  expect(upstream?.spec).toMatchObject({ template: { metadata: { labels: { app: 'upstream' } } } });
});

test('workloads are Jobs of their own, each on its node, with its variables and the upstream beside it', async () => {
  const workloads = [{ node: 'node-1', variables: { QPOINT_STRATEGY: 'ignore' } }, { besideUpstream: true }];
  const objects = await workloadManifests({ namespace: 'shop', hosts: [], workloads });
  const jobs = objects.filter(({ kind }) => kind === 'Job');
  expect(jobs.map(({ metadata }) => metadata.name)).toEqual(['workload', 'workload-2']);
  const [first, second] = jobs.map((job) => podSpec(job));
  expect(first?.nodeName).toBe('node-1');
  expect(first?.containers[0]?.env).toContainEqual({ name: 'QPOINT_STRATEGY', value: 'ignore' });
  expect(second?.containers.map(({ name }) => name)).toEqual(['workload', 'upstream']);
  expect(second?.containers[0]?.env).toEqual(
    expect.arrayContaining([
      { name: 'WORKLOAD_PART', value: '1' },
      { name: 'UPSTREAM_ADDRESS', value: '127.0.0.1:8080' },
    ]),
  );
});
