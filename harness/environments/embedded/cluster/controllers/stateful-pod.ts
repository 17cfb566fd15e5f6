import type { KindMap } from '../api/cluster-api.ts';
import { ownerReference } from './owners.ts';

type StatefulSet = KindMap['StatefulSet'];
type Pod = KindMap['Pod'];

/** The pod of an ordinal. Source: `newStatefulSetPod` of kubernetes/pkg/controller/statefulset. */
export function statefulPod(set: StatefulSet, ordinal: number, revision: string): Pod {
  const { metadata, spec } = set.spec?.template ?? {};
  const name = `${set.metadata?.name}-${ordinal}`;
  const claims = claimsOf(set, ordinal);
  const templates = (set.spec?.volumeClaimTemplates ?? []).map((template) => template.metadata?.name ?? '');
  const volumes = templates.map((volume, index) => ({
    name: volume,
    persistentVolumeClaim: { claimName: claims[index]?.metadata?.name ?? '' },
  }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      ...(set.metadata?.namespace && { namespace: set.metadata.namespace }),
      labels: {
        ...metadata?.labels,
        'apps.kubernetes.io/pod-index': String(ordinal),
        'controller-revision-hash': revision,
        'statefulset.kubernetes.io/pod-name': name,
      },
      ...(metadata?.annotations && { annotations: metadata.annotations }),
      ownerReferences: [ownerReference('StatefulSet', set)],
    },
    spec: {
      ...spec,
      containers: spec?.containers ?? [],
      hostname: name,
      ...(set.spec?.serviceName && { subdomain: set.spec.serviceName }),
      volumes: [...(spec?.volumes ?? []).filter((volume) => !templates.includes(volume.name)), ...volumes],
    },
  };
}

/** The claims of an ordinal's pod: they outlive it, and the pod that comes after it has them again. */
export function claimsOf(set: StatefulSet, ordinal: number): KindMap['PersistentVolumeClaim'][] {
  const { name = '', namespace } = set.metadata ?? {};
  return (set.spec?.volumeClaimTemplates ?? []).map(({ metadata, spec }) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      ...metadata,
      name: `${metadata?.name}-${name}-${ordinal}`,
      ...(namespace && { namespace }),
      labels: { ...metadata?.labels, ...set.spec?.selector.matchLabels },
    },
    ...(spec && { spec }),
  }));
}

/** -1 for a pod that was not named by its set. */
export function ordinalOf(set: StatefulSet, { metadata }: Pod): number {
  const prefix = `${set.metadata?.name}-`;
  const rest = metadata?.name?.startsWith(prefix) ? metadata.name.slice(prefix.length) : '';
  return /^\d+$/.test(rest) ? Number(rest) : -1;
}
