import { create } from '@bufbuild/protobuf';
import { createClient, type Transport } from '@connectrpc/connect';
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node';
import { EventStoreService } from '../../../mocks/proto/gen/eventstore/v1/event_store_pb.js';
import { ArtifactSchema } from '../../../mocks/proto/gen/qpoint/type/v1/artifact_pb.js';
import { Direction } from '../../../mocks/proto/gen/qpoint/type/v1/connection_pb.js';
import { QscanSchedulerService } from '../../../mocks/proto/gen/qscan/v1/scheduler_pb.js';

const timestamp = { seconds: 1_767_225_600n, nanos: 5 };

/** An artifact with a field that our descriptors do not know. */
function artifact() {
  const summary = { monitors: [{ type: 'US_SSN' }], verbose: false, none: null };
  const message = create(ArtifactSchema, { timestamp, requestId: 'r-1', type: 'qscan_request', digest: 'd', summary });
  message.$unknown = [{ no: 77, wireType: 2, data: new Uint8Array([2, 0x6f, 0x6b]) }];
  return message;
}

function events() {
  const connection = {
    ...{ id: 'c-1', timestamp, direction: Direction.EGRESS, finalized: true, bytesSent: 12n },
    ...{ tags: [{ key: 'app', values: ['shop', 'web'] }], labels: ['a'], system: { hostname: 'node-a' } },
  };
  const request = { id: 'r-1', timestamp, direction: 'egress', connectionId: 'c-1', status: 200, bytesSent: 1n };
  return [
    { event: { case: 'artifact' as const, value: artifact() } },
    { event: { case: 'connection' as const, value: connection } },
    { event: { case: 'request' as const, value: request } },
    { event: { case: 'piiEntity' as const, value: { entityType: 'US_SSN', score: 0.5, valueHash: 'h' } } },
  ];
}

/** Every call that agents make of Qplane and Pulse, over every wire, well and refused. Returns how many exchanges that makes. */
export async function callEverything(origin: string, token: string): Promise<number> {
  const wires: readonly Transport[] = [
    createGrpcTransport({ baseUrl: origin }),
    createGrpcWebTransport({ baseUrl: origin, httpVersion: '1.1' }),
    createConnectTransport({ baseUrl: origin, httpVersion: '1.1', useBinaryFormat: true }),
    createConnectTransport({ baseUrl: origin, httpVersion: '2', useBinaryFormat: true }),
    createConnectTransport({ baseUrl: origin, httpVersion: '1.1', useBinaryFormat: false }),
  ];
  let count = 0;
  const headers = { authorization: `Bearer ${token}` };
  for (const wire of wires) count += await callPulse(wire, headers);
  async function* messages() {
    yield { events: events() };
    yield { events: [] };
  }
  const [grpc] = wires;
  if (grpc !== undefined) for await (const _ of createClient(EventStoreService, grpc).ingest(messages(), { headers }));
  return count + 1 + (await callRest(origin, headers));
}

async function callPulse(wire: Transport, headers: Record<string, string>): Promise<number> {
  const store = createClient(EventStoreService, wire);
  const scheduler = createClient(QscanSchedulerService, wire);
  const success = {
    result: { case: 'success' as const, value: { piiEntities: [{ entityType: 'US_SSN', score: 0.25 }] } },
  };
  const error = { result: { case: 'error' as const, value: { errorText: 'no object' } } };
  const refused = (call: Promise<unknown>) => call.catch(() => undefined);
  const options = { headers };
  await store.ping({}, options);
  await scheduler.getNextJob({}, options);
  await store.ingestBatch({ events: events() }, options);
  const job = await scheduler.getNextJob({}, options);
  await scheduler.submitJobReport({ scanId: job.scanId, result: success }, options);
  await scheduler.submitJobReport({ scanId: job.scanId, result: error }, options);
  await refused(scheduler.submitJobReport({ scanId: 'guessed', result: error }, options));
  await refused(scheduler.submitJobReport({ scanId: job.scanId }, options));
  await refused(scheduler.ping({}));
  await refused(scheduler.ping({}, { headers: { authorization: 'Bearer nobody' } }));
  return 10;
}

async function callRest(origin: string, authorized: Record<string, string>): Promise<number> {
  const json = { 'content-type': 'application/json' };
  const ping = { name: 'node-a', status: 'starting', instanceId: '17', sysInfo: { kernel: { release: '6.8.0' } } };
  const calls: [string, RequestInit][] = [
    ['/deploy/ping', { method: 'PATCH', headers: { ...authorized, ...json }, body: JSON.stringify(ping) }],
    ['/deploy/ping', { method: 'PATCH', headers: json, body: JSON.stringify(ping) }],
    ['/deploy/registration', { headers: authorized }],
    ['/deploy/config?version=v2', { headers: { ...authorized, accept: 'application/yaml' } }],
    ['/deploy/config?version=v2&key=a', { headers: { authorization: 'Basic bm9ib2R5' } }],
    ['/deploy/certificate', { headers: authorized }],
    ['/api/v1/heartbeat', { method: 'PATCH', headers: { ...authorized, ...json }, body: '{"hostname":"node-a"}' }],
    ['/api/v1/heartbeat', { method: 'PATCH', headers: json, body: '{}' }],
  ];
  for (const [path, init] of calls) await (await fetch(`${origin}${path}`, init)).arrayBuffer();
  return calls.length;
}
