import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { create, type JsonObject } from '@bufbuild/protobuf';
import { createClient } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-node';
import {
  bucket,
  owner,
  type RunningStore,
  region,
  runStore,
} from '../../../harness/environments/embedded/store/tests/running-store.ts';
import { EventSchema, EventStoreService } from '../../proto/gen/eventstore/v1/event_store_pb.js';
import { createPulse, type Pulse } from '../../pulse/pulse.ts';
import { pulseRoute } from '../../pulse/pulse-route.ts';

export const token = 'token-of-the-test';
const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Pulse and a bucket on loopback ports. */
export interface Backend extends AsyncDisposable {
  readonly pulse: Pulse;
  readonly pulseEndpoint: string;
  readonly store: RunningStore;
  /** Puts an object into the bucket and tells Pulse of it; returns its key. */
  offer(object: string | Buffer, summary: JsonObject): Promise<string>;
  /** Tells Pulse of an object, whether it exists or not. */
  announce(digest: string, summary: JsonObject, url?: string): Promise<void>;
}

export async function startBackend(): Promise<Backend> {
  const store = await runStore();
  const pulse = createPulse({ environments: [{ token, orgId: 'org-a' }] });
  const route = pulseRoute(pulse);
  const server = createServer((request, response: ServerResponse) => {
    void route.handle(request, response, {
      caller: undefined,
      port: 443,
      host: 'api-pulse.qpoint.io',
      ownAddress: true,
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const pulseEndpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const events = createClient(
    EventStoreService,
    createConnectTransport({ baseUrl: pulseEndpoint, httpVersion: '1.1' }),
  );
  const announce = async (digest: string, summary: JsonObject, url = '') => {
    const artifact = {
      type: 'qscan_request',
      digest,
      url,
      requestId: 'req-7',
      endpointId: 'api.partner.example',
      summary,
    };
    const event = create(EventSchema, { event: { case: 'artifact', value: artifact } });
    await events.ingestBatch({ events: [event] }, { headers: { authorization: `Bearer ${token}` } });
  };
  return {
    pulse,
    pulseEndpoint,
    store,
    announce,
    async offer(object, summary) {
      const key = hash('sha1', object, 'hex');
      const { PutObjectCommand } = await import('@aws-sdk/client-s3');
      await store.client().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: object }));
      await announce(key, summary);
      return key;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await store[Symbol.asyncDispose]();
    },
  };
}

export interface RunningWorker extends AsyncDisposable {
  readonly log: readonly string[];
  /** Resolves with the first line, past or to come, that holds `text`. */
  line(text: string): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  /** Exit code; null when a signal ended it. */
  readonly exit: Promise<number | null>;
}

/** Starts the worker as a container's process would be. */
export function runWorkerProcess(backend: Backend, environment: Record<string, string> = {}): RunningWorker {
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      REGISTRATION_TOKEN: token,
      PULSE_ENDPOINT: backend.pulseEndpoint,
      S3_ENDPOINT_URL: backend.store.endpoint,
      S3_BUCKET_NAME: bucket,
      S3_REGION_NAME: region,
      AWS_ACCESS_KEY_ID: owner.accessKeyId,
      AWS_SECRET_ACCESS_KEY: owner.secretAccessKey,
      METRICS_PORT: '0',
      LOG_ENCODING: 'json',
      LOG_LEVEL: 'debug',
      E2E_TIME_SCALE: '100',
      ...environment,
    },
  });
  const log: string[] = [];
  const awaited = new Set<{ text: string; resolve: (line: string) => void; reject: (error: Error) => void }>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      log.push(line);
      for (const wait of awaited) if (line.includes(wait.text)) wait.resolve(line);
    });
  }
  const exit = once(child, 'close').then(([code]) => {
    for (const { text, reject } of awaited)
      reject(new Error(`The worker ended without a line "${text}": ${log.join('\n')}`));
    return code as number | null;
  });
  return {
    log,
    exit,
    kill: (signal) => void child.kill(signal),
    line(text) {
      const past = log.find((line) => line.includes(text));
      if (past !== undefined) return Promise.resolve(past);
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      awaited.add({ text, resolve, reject });
      return promise;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exit;
    },
  };
}
