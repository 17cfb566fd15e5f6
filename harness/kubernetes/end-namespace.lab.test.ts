import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ManifestObject } from '../manifests/manifest.ts';
import { type ClusterRequests, openRequests } from './cluster-requests.ts';
import { endNamespace } from './end-namespace.ts';
import { namesIn } from './names-in.ts';

/** An API server without controllers: nobody else lets a namespace go there. */
const kubeconfig = process.env.LAB_KUBECONFIG;

const why = kubeconfig ? '' : ' (skipped: LAB_KUBECONFIG names no kubeconfig of an administrator)';

describe.skipIf(kubeconfig === undefined)(`a namespace on its way out${why}`, () => {
  const open: { requests?: ClusterRequests } = {};
  const signal = new AbortController().signal;

  beforeAll(async () => {
    open.requests = await openRequests(readFileSync(kubeconfig ?? '', 'utf8'));
  });
  afterAll(() => open.requests?.[Symbol.dispose]());

  /** A namespace with an object of some kinds, one of which may be held by a finalizer, asked to go. */
  async function ending(name: string, finalizers: readonly string[]) {
    const { requests } = open;
    if (requests === undefined) throw new Error('The API server was not opened.');
    const make = (apiVersion: string, kind: string, more: object = {}, metadata: object = {}) =>
      requests.create({ apiVersion, kind, metadata: { name, ...metadata }, ...more } as ManifestObject);
    await make('v1', 'Namespace');
    const within = { namespace: name };
    await make('v1', 'ConfigMap', {}, { ...within, finalizers });
    await make('v1', 'Service', { spec: { ports: [{ port: 80 }] } }, within);
    await make('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {} } }, within);
    const path = `/api/v1/namespaces/${name}`;
    await requests.removeAt(path, {});
    return { requests, path };
  }

  test('goes at once, and leaves nothing for the next one of its name', async () => {
    const name = unusedName();
    const { requests, path } = await ending(name, []);
    await endNamespace(requests, path, signal);
    await expect(requests.get(path)).rejects.toMatchObject({ status: 404 });
    await requests.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } } as ManifestObject);
    const network = `/apis/networking.k8s.io/v1/namespaces/${name}/networkpolicies`;
    const kinds = [`${path}/services`, `${path}/configmaps`, network];
    expect((await Promise.all(kinds.map((kind) => namesIn(requests, kind)))).flat()).toEqual([]);
  });

  test('may be gone already', async () => {
    const { requests, path } = await ending(unusedName(), []);
    await endNamespace(requests, path, signal);
    await endNamespace(requests, path, signal);
    await expect(requests.get(path)).rejects.toMatchObject({ status: 404 });
  });

  test('that is not on its way out keeps all that it has', async () => {
    const name = unusedName();
    const { requests } = await ending(unusedName(), []);
    await requests.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } } as ManifestObject);
    const data = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'data', namespace: name } };
    await requests.create(data as ManifestObject);
    const path = `/api/v1/namespaces/${name}`;
    await endNamespace(requests, path, signal);
    expect(await namesIn(requests, `${path}/configmaps`)).toEqual([`${path}/configmaps/data`]);
  });

  test('stays while something in it is held, for who holds it', async () => {
    const name = unusedName();
    const { requests, path } = await ending(name, ['example.com/held']);
    await endNamespace(requests, path, signal);
    expect(await requests.get(path)).toMatchObject({ status: { phase: 'Terminating' } });
    expect(await namesIn(requests, `${path}/configmaps`)).toEqual([`${path}/configmaps/${name}`]);
  });
});

/** The server may be asked again. */
function unusedName(): string {
  return `ending-${randomBytes(4).toString('hex')}`;
}
