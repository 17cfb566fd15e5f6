import type { KindMap } from '../api/cluster-api.ts';
import { ContainerConfigError } from './container-config-error.ts';

type Pod = KindMap['Pod'];
type Container = NonNullable<Pod['spec']>['containers'][number];

/** Throws `ContainerConfigError` when `runAsNonRoot` forbids the user. Source: the kubelet's `verifyRunAsNonRoot`. */
export function verifyRunAsNonRoot(pod: Pod, container: Container, imageUser: number): void {
  const own = container.securityContext;
  const shared = pod.spec?.securityContext;
  if (!(own?.runAsNonRoot ?? shared?.runAsNonRoot)) return;
  const user = own?.runAsUser ?? shared?.runAsUser;
  const { name, namespace, uid } = pod.metadata ?? {};
  const subject = `(pod: "${name}_${namespace}(${uid})", container: ${container.name})`;
  if (user === 0) throw new ContainerConfigError(`container's runAsUser breaks non-root policy ${subject}`);
  if (user === undefined && imageUser === 0) {
    throw new ContainerConfigError(`container has runAsNonRoot and image will run as root ${subject}`);
  }
}
