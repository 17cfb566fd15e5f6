import type { KindMap } from '../api/cluster-api.ts';
import { ContainerConfigError } from './container-config-error.ts';
import type { NodeFileSystem } from './node-file-system.ts';

type Pod = KindMap['Pod'];
type Container = NonNullable<Pod['spec']>['containers'][number];

/** Throws `ContainerConfigError`, in containerd's words, for a profile of seccomp or AppArmor that the node does not have. */
export function verifyProfiles({ spec }: Pod, { securityContext: own }: Container, node: NodeFileSystem): void {
  const shared = spec?.securityContext;
  const seccomp = own?.seccompProfile ?? shared?.seccompProfile;
  if (seccomp?.type === 'Localhost' && !own?.privileged) {
    const path = `/var/lib/kubelet/seccomp/${seccomp.localhostProfile}`;
    if (node.kind(path) !== 'file') {
      const cause = `cannot load seccomp profile ${JSON.stringify(path)}: open ${path}: no such file or directory`;
      throw new ContainerConfigError(`failed to create containerd container: ${cause}`, 'CreateContainerError');
    }
  }
  const appArmor = own?.appArmorProfile ?? shared?.appArmorProfile;
  if (appArmor?.type === 'Localhost') {
    const cause = `failed to generate apparmor spec opts: apparmor profile not found ${appArmor.localhostProfile}`;
    throw new ContainerConfigError(`failed to get container spec opts: ${cause}`, 'CreateContainerError');
  }
}
