import type { KindMap } from '../api/cluster-api.ts';

type Pod = KindMap['Pod'];
type Container = NonNullable<Pod['spec']>['containers'][number];

/**
 * Whether a container reaches the node's files through the node's first process: it has to see that process, and to be root with
 * the rights of root. Source: ptrace(2), "Ptrace access mode checking", which `/proc/PID/root` is subject to.
 */
export function seesNode(pod: Pod, container: Container, imageUser: number): boolean {
  const { privileged = false, runAsUser } = container.securityContext ?? {};
  const user = runAsUser ?? pod.spec?.securityContext?.runAsUser ?? imageUser;
  return (pod.spec?.hostPID ?? false) && privileged && user === 0;
}
