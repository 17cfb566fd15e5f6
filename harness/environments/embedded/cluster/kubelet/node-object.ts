import type { KindMap } from '../api/cluster-api.ts';
import { timestamp } from '../api/objects/kube-object.ts';

/** A node of the embedded cluster. Quantities are written as in a manifest. */
export interface NodeOptions {
  readonly name: string;
  readonly cpu: string;
  readonly memory: string;
  /** Further resources, for example `nvidia.com/gpu`. */
  readonly resources?: Readonly<Record<string, string>>;
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  readonly labels?: Readonly<Record<string, string>>;
  /** Host names that the node does not get through to when it pulls images. */
  readonly blockedRegistries?: readonly string[];
}

/** The Node object that a healthy kubelet registers. */
export function nodeObject({ name, cpu, memory, resources, taints, labels }: NodeOptions, ip: string): KindMap['Node'] {
  const amount = { cpu, memory, 'ephemeral-storage': '100Gi', pods: '110', ...resources };
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': architecture,
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': architecture,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/hostname': name,
        ...labels,
      },
    },
    spec: { ...(taints?.length && { taints: [...taints] }), providerID: `embedded://${name}` },
    status: {
      capacity: amount,
      allocatable: amount,
      conditions: [
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
        condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
        condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
      ],
      addresses: [
        { type: 'InternalIP', address: ip },
        { type: 'Hostname', address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        architecture,
        bootID: '',
        containerRuntimeVersion: 'containerd://2.0.0',
        kernelVersion: '6.1.0',
        kubeProxyVersion: '',
        kubeletVersion: 'v1.34.4',
        machineID: '',
        operatingSystem: 'linux',
        osImage: 'embedded cluster',
        systemUUID: '',
      },
    },
  };
}

function condition(type: string, status: string, reason: string, message: string) {
  const time = timestamp();
  return { type, status, reason, message, lastHeartbeatTime: time, lastTransitionTime: time };
}
