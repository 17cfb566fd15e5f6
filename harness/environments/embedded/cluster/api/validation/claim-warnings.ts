import type { V1PersistentVolumeClaim, V1PersistentVolumeClaimSpec } from '@kubernetes/client-node';
import { parseQuantity } from '../objects/quantity.ts';
import type { Wire } from '../wire.ts';

/** Source: kubernetes `pkg/api/persistentvolumeclaim.GetWarningsForPersistentVolumeClaimSpec`, 1.34. */
export function claimWarnings(field: string, spec: Wire<V1PersistentVolumeClaimSpec> | undefined): string[] {
  return (['requests', 'limits'] as const).flatMap((kind) => {
    const quantity = parseQuantity(spec?.resources?.[kind]?.storage ?? '0');
    if (!quantity || quantity.nanos % 1_000_000_000n === 0n) return [];
    const value = JSON.stringify(quantity.canonical);
    return [`${field}.resources.${kind}[storage]: fractional byte value ${value} is invalid, must be an integer`];
  });
}

const betaClass = 'volume.beta.kubernetes.io/storage-class';

/** Source: kubernetes `GetWarningsForPersistentVolumeClaim`, 1.34. */
export function persistentVolumeClaimWarnings({ metadata, spec }: Wire<V1PersistentVolumeClaim>): string[] {
  const deprecated = metadata?.annotations?.[betaClass] !== undefined;
  const message = 'deprecated since v1.8; use "storageClassName" attribute instead';
  return [...(deprecated ? [`metadata.annotations[${betaClass}]: ${message}`] : []), ...claimWarnings('spec', spec)];
}
