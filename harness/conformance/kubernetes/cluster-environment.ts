import { randomBytes } from 'node:crypto';
import type { ConformanceEnvironment } from '../conformance-environment.ts';
import { type ClusterCalls, connectCluster } from './connect-cluster.ts';
import type { KubernetesTarget } from './kubernetes-target.ts';
import { removeNamespace } from './remove-namespace.ts';

interface NodeList {
  readonly items: readonly {
    readonly status?: { readonly conditions?: readonly { type: string; status: string }[] };
  }[];
}

/** Containers that start at once on the two cores of a small machine: of many more some are not through when their time is over. */
const casesAtOnce = 8;

/** A cluster behind a kubeconfig (YAML). Each group of cases gets a namespace, which goes when the environment is disposed of. */
export async function clusterEnvironment(
  name: string,
  kubeconfig: string,
): Promise<ConformanceEnvironment<KubernetesTarget>> {
  const calls = await connectCluster(kubeconfig);
  const nodes = JSON.parse((await calls.call({ method: 'GET', path: '/api/v1/nodes' })).text) as NodeList;
  const hasNodes = nodes.items.some(({ status }) =>
    status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
  );
  const run = randomBytes(3).toString('hex');
  const made: string[] = [];
  const isReal = hasNodes && name === 'kubernetes';
  return {
    name: isReal ? 'kubernetes with nodes' : name,
    ...(isReal && { casesAtOnce }),
    has: new Set(hasNodes ? (['nodes'] as const) : []),
    open: async () => {
      const namespace = `conformance-${run}-${made.length + 1}`;
      await makeNamespace(calls, namespace, hasNodes);
      made.push(namespace);
      return { namespace, kubeconfig, call: calls.call, watch: calls.watch };
    },
    [Symbol.asyncDispose]: async () => {
      for (const namespace of made) await removeNamespace(calls, namespace, hasNodes);
      calls[Symbol.dispose]();
    },
  };
}

/** Where controllers run, pods are let in as soon as the namespace has its service account. */
async function makeNamespace({ call, watch }: ClusterCalls, name: string, hasControllers: boolean): Promise<void> {
  const { status, text } = await call({
    method: 'POST',
    path: '/api/v1/namespaces',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
  });
  if (status !== 201) throw new Error(`Namespace ${name} for the conformance cases could not be made: ${text}`);
  if (!hasControllers) return;
  await using accounts = await watch(
    `/api/v1/namespaces/${name}/serviceaccounts?watch=1&fieldSelector=metadata.name%3Ddefault`,
  );
  await accounts.next();
}
