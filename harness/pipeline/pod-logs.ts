import type { PodLog } from '../expectations/evidence.ts';
import type { ClusterClient, Pod } from '../kubernetes/cluster-client.ts';

/** Logs of all containers of some pods, that of a previous instance in front. */
export function podLogs(cluster: ClusterClient, pods: readonly Pod[]): Promise<PodLog[]> {
  return Promise.all(
    pods.flatMap((pod) => {
      const { namespace = '', name = '' } = pod.metadata ?? {};
      const containers = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
      return containers.map(async ({ name: container }) => {
        const [before, now] = await Promise.all([
          cluster.log(namespace, name, container, true),
          cluster.log(namespace, name, container),
        ]);
        return { pod: name, container, text: before + now };
      });
    }),
  );
}
