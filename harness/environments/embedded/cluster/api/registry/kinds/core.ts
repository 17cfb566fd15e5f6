import type { V1ConfigMap, V1Namespace, V1Node, V1Secret, V1ServiceAccount } from '@kubernetes/client-node';
import {
  validateConfigMap,
  validateConfigMapUpdate,
  validateSecret,
  validateSecretUpdate,
} from '../../validation/config-data.ts';
import { validateSpecFinalizers } from '../../validation/metadata.ts';
import { validateNode, validateNodeCreate, validateNodeUpdate } from '../../validation/node.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

/** Defaults as in kubernetes `pkg/apis/core/v1/defaults.go`, 1.34. */
export const namespaceStrategy: Strategy = {
  setDefaults({ metadata }) {
    if (metadata.name) metadata.labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name };
  },
  prepareForCreate(object) {
    object.metadata.labels = { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name };
    const spec = (object.spec ?? {}) as NonNullable<Wire<V1Namespace>['spec']>;
    if (!spec.finalizers?.includes('kubernetes')) spec.finalizers = [...(spec.finalizers ?? []), 'kubernetes'];
    object.spec = spec;
    object.status = { phase: 'Active' };
  },
  validate: ({ spec }) =>
    validateSpecFinalizers('spec.finalizers', (spec as Wire<V1Namespace>['spec'] | undefined)?.finalizers ?? []),
  prepareForUpdate(next, current) {
    if (current.spec !== undefined) next.spec = structuredClone(current.spec);
  },
};

/** Only the names of secrets are kept. Source: kubernetes `cleanSecretReferences`. */
function cleanSecrets(object: { [field: string]: unknown }): void {
  const account = object as unknown as Wire<V1ServiceAccount>;
  if (account.secrets) account.secrets = account.secrets.map(({ name }) => (name ? { name } : {}));
}

export const serviceAccountStrategy: Strategy = {
  prepareForCreate: cleanSecrets,
  prepareForUpdate: cleanSecrets,
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

/** Always written. */
const noInfo = {
  ...{ architecture: '', bootID: '', containerRuntimeVersion: '', kernelVersion: '', kubeProxyVersion: '' },
  ...{ kubeletVersion: '', machineID: '', operatingSystem: '', osImage: '', systemUUID: '' },
};

export const nodeStrategy: Strategy = {
  validate: (object) => validateNode(object as unknown as Wire<V1Node>),
  warnings: ({ spec }) =>
    (spec as Wire<V1Node>['spec'])?.externalID
      ? ['spec.externalID: this field is deprecated, and is unused by Kubernetes']
      : [],
  validateCreate: (object) => validateNodeCreate(object as unknown as Wire<V1Node>),
  validateUpdate: (next, current) =>
    validateNodeUpdate(next as unknown as Wire<V1Node>, current as unknown as Wire<V1Node>),
  setDefaults(object) {
    const status = {
      daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
      nodeInfo: noInfo,
      ...(object.status as object),
    };
    const node = object as unknown as Wire<V1Node>;
    // The feature DynamicKubeletConfig has gone.
    delete node.spec?.configSource;
    if (node.spec?.podCIDR && !node.spec.podCIDRs) node.spec.podCIDRs = [node.spec.podCIDR];
    if (node.spec?.podCIDRs?.[0]) node.spec.podCIDR = node.spec.podCIDRs[0];
    const { capacity } = status as { capacity?: object };
    object.status = { ...(capacity && { allocatable: { ...capacity } }), ...status };
    object.spec ??= {};
  },
};
