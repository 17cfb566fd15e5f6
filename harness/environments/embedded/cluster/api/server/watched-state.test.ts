import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubeObject } from '../objects/kube-object.ts';
import { httpsCall } from '../testing/https-call.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { StateWatcher } from '../testing/state-watcher.ts';

const namespaces = ['one', 'two'] as const;
const names = ['a', 'b', 'c'] as const;
/** The last name of a namespace, which every selector lets through. */
const mark = 'zz';

const place = { namespace: fc.constantFrom(...namespaces), name: fc.constantFrom(...names) };
const write = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), ...place, on: fc.boolean() }),
  fc.record({ kind: fc.constant('change' as const), ...place, value: fc.string({ maxLength: 4 }) }),
  fc.record({ kind: fc.constant('label' as const), ...place, on: fc.boolean() }),
  fc.record({ kind: fc.constant('finalize' as const), ...place, on: fc.boolean() }),
  fc.record({ kind: fc.constant('delete' as const), ...place }),
);
const watcher = { watcher: fc.nat(2) };
const open = fc.record({
  kind: fc.constant('open' as const),
  ...watcher,
  start: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom('a list', 'nothing', 'version 0', 'initial events') },
    { weight: 1, arbitrary: fc.constant('a version seen') },
  ),
  back: fc.nat(8),
  isShort: fc.integer({ min: 0, max: 24 }).map((chance) => chance === 1),
});
const step = fc.oneof(
  { weight: 10, arbitrary: write },
  { weight: 5, arbitrary: open },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('read' as const), ...watcher }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('close' as const), ...watcher }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('read to the end' as const), ...watcher }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const) }) },
);
const scope = fc.record({
  namespace: fc.constantFrom(...namespaces, undefined),
  selector: fc.constantFrom('', 'labelSelector=on%3Dyes', 'fieldSelector=metadata.name!%3Db'),
});

type Write = typeof write extends fc.Arbitrary<infer Value> ? Value : never;

function collection(namespace: string | undefined): string {
  return `/api/v1/${namespace === undefined ? '' : `namespaces/${namespace}/`}configmaps`;
}

async function send({ endpoint }: TestServer, method: string, path: string, body?: object): Promise<KubeObject> {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const text = body && JSON.stringify(body);
  const answer = await httpsCall(endpoint, path, {
    method,
    headers: { 'Content-Type': type },
    ...(text && { body: text }),
  });
  return JSON.parse(answer.text) as KubeObject;
}

/** A write may be refused, as of what is not there. */
async function take(server: TestServer, { namespace, name, ...asked }: Write): Promise<void> {
  const path = `${collection(namespace)}/${name}`;
  const labels = 'on' in asked ? { on: asked.on ? 'yes' : 'no' } : {};
  if (asked.kind === 'create') await send(server, 'POST', collection(namespace), { metadata: { name, labels } });
  if (asked.kind === 'change') await send(server, 'PATCH', path, { data: { key: asked.value } });
  if (asked.kind === 'label') await send(server, 'PATCH', path, { metadata: { labels } });
  if (asked.kind === 'delete') await send(server, 'DELETE', path);
  if (asked.kind === 'finalize') {
    await send(server, 'PATCH', path, { metadata: { finalizers: asked.on ? ['example.com/x'] : null } });
  }
}

/** Writes the mark of every namespace; resolves to the version at which a watcher of one, or of all, has seen it. */
async function writeMarks(server: TestServer): Promise<(namespace: string | undefined) => number> {
  const versions = new Map<string | undefined, number>();
  for (const namespace of namespaces) {
    const path = `${collection(namespace)}/${mark}`;
    const { metadata } = await send(server, 'GET', path);
    const data = { after: String(metadata.resourceVersion) };
    const written = await send(server, 'PATCH', path, { data });
    for (const key of [namespace, undefined]) versions.set(key, Number(written.metadata.resourceVersion));
  }
  return (namespace) => versions.get(namespace) ?? 0;
}

/** Makes the server forget its history by changes of something else. */
function forget({ state: { registry } }: TestServer): void {
  const object = { apiVersion: 'v1', kind: 'Other', metadata: { name: 'busy' } };
  for (let round = 0; round < 8200; round++) registry.storage.put('others', structuredClone(object));
}

async function clear(server: TestServer): Promise<void> {
  for (const namespace of namespaces) {
    for (const name of names) {
      await take(server, { kind: 'finalize', namespace, name, on: false });
      await take(server, { kind: 'delete', namespace, name });
    }
  }
}

test('whatever is done, a watcher that starts anywhere ends with the state that a list returns', {
  timeout: 120_000,
}, async () => {
  await using server = await startTestServer();
  for (const namespace of namespaces) {
    server.state.api.create('Namespace', { metadata: { name: namespace } });
    await send(server, 'POST', collection(namespace), { metadata: { name: mark, labels: { on: 'yes' } } });
  }
  let expirations = 0;
  const scopes = fc.tuple(scope, scope, scope);
  await fc.assert(
    fc.asyncProperty(scopes, fc.array(step, { minLength: 4, maxLength: 40 }), async (watched, steps) => {
      const watchers = watched.map(
        ({ namespace, selector }) => new StateWatcher(server.endpoint, collection(namespace), selector),
      );
      await using stack = new AsyncDisposableStack();
      for (const item of watchers) stack.use(item);
      for (const next of steps) {
        if (next.kind === 'forget') forget(server);
        else if (!('watcher' in next)) await take(server, next);
        else {
          const item = watchers[next.watcher] as StateWatcher;
          if (next.kind === 'open') await item.open(next);
          if (next.kind === 'close') await item.close();
          if (next.kind === 'read to the end') await item.readToEnd();
          if (next.kind === 'read') await item.readUpTo((await writeMarks(server))(watched[next.watcher]?.namespace));
        }
      }
      const version = await writeMarks(server);
      for (const [index, item] of watchers.entries()) {
        await item.readUpTo(version(watched[index]?.namespace));
        expect(item.known).toEqual(Object.fromEntries((await item.list()).known));
        expirations += item.expirations;
      }
      await clear(server);
    }),
    { numRuns: 60, timeout: 5000, interruptAfterTimeLimit: 60_000 },
  );
  expect(expirations).toBeGreaterThan(0);
});
