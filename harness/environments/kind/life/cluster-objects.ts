import { controlPlane, execInNode, nodeKubectl } from '../kind-cluster.ts';

/** Objects with this label stay in a kept cluster from one run to the next. */
export const keepLabel = 'pii-harness.keep';

/** Made and removed by the cluster itself. */
const own = [
  'nodes',
  'csinodes.storage.k8s.io',
  'certificatesigningrequests.certificates.k8s.io',
  'ipaddresses.networking.k8s.io',
  'servicecidrs.networking.k8s.io',
  'volumeattachments.storage.k8s.io',
  'apiservices.apiregistration.k8s.io',
  'flowschemas.flowcontrol.apiserver.k8s.io',
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io',
  'endpoints',
  'endpointslices.discovery.k8s.io',
  'events',
  'events.events.k8s.io',
];

/**
 * Names of what a run may have put into a cluster: objects without a namespace, namespaces among them, and those in the
 * namespace `default`, as `kubectl get -o name` writes them; the latter with `default ` in front.
 */
export async function clusterObjects(cluster: string): Promise<string[]> {
  const kubectl = nodeKubectl.join(' ');
  const listed = (namespaced: boolean) =>
    `${kubectl} api-resources --verbs=list,delete --namespaced=${namespaced} --output=name | grep -vxF '${own.join('\n')}' | paste -sd,`;
  const get = `${kubectl} get --ignore-not-found --output=name --selector='!${keepLabel}'`;
  const script = [
    `${get} "$(${listed(false)})"`,
    `${get} --namespace=default "$(${listed(true)})" | sed 's/^/default /'`,
  ].join('\n');
  const text = await execInNode(controlPlane(cluster), ['sh', '-ec', script]);
  return text.split('\n').filter((line) => line !== '');
}

/** Removes what the cluster did not have at first, and waits until it is gone. */
export async function removeObjectsBeyond(cluster: string, first: readonly string[]): Promise<void> {
  const known = new Set(first);
  const added = (await clusterObjects(cluster)).filter((name) => !known.has(name));
  if (added.length === 0) return;
  const kubectl = nodeKubectl.join(' ');
  const inDefault = added.filter((name) => name.startsWith('default ')).map((name) => name.slice('default '.length));
  const others = added.filter((name) => !name.startsWith('default '));
  const namespaces = others
    .filter((name) => name.startsWith('namespace/'))
    .map((name) => name.slice('namespace/'.length));
  // A pod that does not heed SIGTERM would hold its namespace for half a minute.
  const pods = namespaces.map(
    (name) => `${kubectl} delete pods --all --namespace=${name} --grace-period=1 --wait=false`,
  );
  const remove = (names: readonly string[], flags = '') =>
    names.length === 0 ? [] : [`${kubectl} delete --ignore-not-found --timeout=60s ${flags} ${names.join(' ')}`];
  const script = [...pods, ...remove(inDefault, '--namespace=default --grace-period=1'), ...remove(others)].join('\n');
  await execInNode(controlPlane(cluster), ['sh', '-ec', script]);
}
