import type { ClusterCalls } from './connect-cluster.ts';

interface ResourceList {
  readonly resources: readonly {
    readonly name: string;
    readonly namespaced: boolean;
    readonly verbs: readonly string[];
  }[];
}

/** Deletes a namespace. Where no controller empties it, everything in it is deleted here, and the namespace finalized. */
export async function removeNamespace({ call }: ClusterCalls, name: string, hasControllers: boolean): Promise<void> {
  const json = { 'Content-Type': 'application/json' };
  const path = `/api/v1/namespaces/${name}`;
  await call({ method: 'DELETE', path });
  if (hasControllers) return;
  const read = async <T>(from: string) => JSON.parse((await call({ method: 'GET', path: from })).text) as T;
  const { groups } = await read<{ groups: { preferredVersion: { groupVersion: string } }[] }>('/apis');
  const roots = ['/api/v1', ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`)];
  for (const root of roots) {
    const { resources } = await read<ResourceList>(root);
    for (const { name: plural, namespaced, verbs } of resources) {
      if (!namespaced || !verbs.includes('deletecollection')) continue;
      const collection = `${root}/namespaces/${name}/${plural}`;
      const { items } = await read<{ items: { metadata: { name: string; finalizers?: string[] } }[] }>(collection);
      for (const { metadata } of items) {
        if (!metadata.finalizers) continue;
        const headers = { 'Content-Type': 'application/merge-patch+json' };
        const body = '{"metadata":{"finalizers":null}}';
        await call({ method: 'PATCH', path: `${collection}/${metadata.name}`, headers, body });
      }
      if (items.length) await call({ method: 'DELETE', path: `${collection}?gracePeriodSeconds=0` });
    }
  }
  const body = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: {} });
  await call({ method: 'PUT', path: `${path}/finalize`, headers: json, body });
}
