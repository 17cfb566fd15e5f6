import type {
  V1ConfigMap,
  V1Endpoints,
  V1Namespace,
  V1PersistentVolume,
  V1Secret,
  V1Service,
} from '@kubernetes/client-node';
import {
  validateConfigMap,
  validateConfigMapUpdate,
  validateSecret,
  validateSecretUpdate,
  validateService,
  validateServiceUpdate,
} from '../../validation/core.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

/** Defaults as in kubernetes `pkg/apis/core/v1/defaults.go`, 1.34. */
export const serviceStrategy: Strategy = {
  validate: (object) => validateService(object as unknown as Wire<V1Service>),
  validateUpdate: (next, current) =>
    validateServiceUpdate(next as unknown as Wire<V1Service>, current as unknown as Wire<V1Service>),
  setDefaults(object) {
    const { spec } = object as unknown as Wire<V1Service>;
    if (!spec) return;
    spec.sessionAffinity ||= 'None';
    if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
    if (spec.sessionAffinity === 'ClientIP') spec.sessionAffinityConfig ??= { clientIP: { timeoutSeconds: 10_800 } };
    spec.type ||= 'ClusterIP';
    for (const port of spec.ports ?? []) {
      port.protocol ||= 'TCP';
      port.targetPort ||= port.port;
    }
    const external = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
    if (external || (spec.type === 'ClusterIP' && spec.externalIPs?.length)) spec.externalTrafficPolicy ||= 'Cluster';
    if (spec.type !== 'ExternalName') spec.internalTrafficPolicy ??= 'Cluster';
    if (spec.type === 'LoadBalancer') spec.allocateLoadBalancerNodePorts ??= true;
  },
  prepareForCreate(object) {
    object.status = { loadBalancer: {} };
  },
};

export const namespaceStrategy: Strategy = {
  setDefaults({ metadata }) {
    if (metadata.name) metadata.labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name };
  },
  prepareForCreate(object) {
    const spec = (object.spec ?? {}) as NonNullable<Wire<V1Namespace>['spec']>;
    if (!spec.finalizers?.includes('kubernetes')) spec.finalizers = [...(spec.finalizers ?? []), 'kubernetes'];
    object.spec = spec;
    object.status = { phase: 'Active' };
  },
  prepareForUpdate(next, current) {
    if (current.spec !== undefined) next.spec = structuredClone(current.spec);
  },
};

export const secretStrategy: Strategy = {
  validate: (object) => validateSecret(object as unknown as Wire<V1Secret>),
  validateUpdate: (next, current) =>
    validateSecretUpdate(next as unknown as Wire<V1Secret>, current as unknown as Wire<V1Secret>),
  setDefaults(object) {
    const secret = object as unknown as Wire<V1Secret>;
    secret.type ||= 'Opaque';
    if (secret.stringData) {
      const encoded = Object.entries(secret.stringData).map(([key, value]) => [
        key,
        Buffer.from(value).toString('base64'),
      ]);
      secret.data = { ...secret.data, ...Object.fromEntries(encoded) };
      delete secret.stringData;
    }
  },
};

export const configMapStrategy: Strategy = {
  validate: (object) => validateConfigMap(object as unknown as Wire<V1ConfigMap>),
  validateUpdate: (next, current) =>
    validateConfigMapUpdate(next as unknown as Wire<V1ConfigMap>, current as unknown as Wire<V1ConfigMap>),
};

export const endpointsStrategy: Strategy = {
  setDefaults(object) {
    for (const subset of (object as unknown as Wire<V1Endpoints>).subsets ?? []) {
      for (const port of subset.ports ?? []) port.protocol ||= 'TCP';
    }
  },
};

export const endpointSliceStrategy: Strategy = {
  setDefaults(object) {
    for (const port of (object.ports ?? []) as { name?: string; protocol?: string }[]) {
      port.name ??= '';
      port.protocol ??= 'TCP';
    }
    for (const endpoint of (object.endpoints ?? []) as { conditions?: object }[]) endpoint.conditions ??= {};
  },
};

export const nodeStrategy: Strategy = {
  setDefaults(object) {
    const status = object.status as { capacity?: object; allocatable?: object } | undefined;
    if (status?.capacity) status.allocatable ??= { ...status.capacity };
    object.spec ??= {};
  },
};

export const persistentVolumeStrategy: Strategy = {
  setDefaults(object) {
    const { spec } = object as unknown as Wire<V1PersistentVolume>;
    if (!spec) return;
    spec.persistentVolumeReclaimPolicy ||= 'Retain';
    spec.volumeMode ??= 'Filesystem';
  },
  prepareForCreate: pending,
};

export const persistentVolumeClaimStrategy: Strategy = {
  setDefaults(object) {
    const spec = object.spec as { volumeMode?: string } | undefined;
    if (spec) spec.volumeMode ??= 'Filesystem';
  },
  prepareForCreate: pending,
};

function pending(object: { [field: string]: unknown }): void {
  object.status = { phase: 'Pending' };
}
