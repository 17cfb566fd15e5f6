import { execInNode } from '../kind-cluster.ts';

/** containerd in a node, where the kubelet looks for images. */
export const nodeContainerd = ['ctr', '--namespace=k8s.io'] as const;

/** The flag that names the snapshotter from which the kubelet's containers are made. */
export async function snapshotterFlag(node: string, signal: AbortSignal): Promise<string> {
  const config = await execInNode(node, ['containerd', 'config', 'dump'], { signal });
  return `--snapshotter=${/^\s*snapshotter = ["']([\w-]+)["']/m.exec(config)?.[1] ?? 'overlayfs'}`;
}
