import type { KindMap } from '../api/cluster-api.ts';

type Pod = KindMap['Pod'];
type Container = NonNullable<Pod['spec']>['containers'][number];

/** What a container reaches of its node. */
export interface NodeSight {
  /** The node's files, with the rights of root: through its devices, which a privileged container has. */
  readonly files: boolean;
  /** The same through the node's first process, which it has to see. Source: ptrace(2), "Ptrace access mode checking". */
  readonly processes: boolean;
}

/** What a container reaches of its node: it has to be root with the rights of root. */
export function seesNode(pod: Pod, container: Container, imageUser: number): NodeSight {
  const { privileged = false, runAsUser } = container.securityContext ?? {};
  const user = runAsUser ?? pod.spec?.securityContext?.runAsUser ?? imageUser;
  const files = privileged && user === 0;
  return { files, processes: files && (pod.spec?.hostPID ?? false) };
}
