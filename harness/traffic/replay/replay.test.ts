import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
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
