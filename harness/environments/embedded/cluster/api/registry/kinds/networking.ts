import type { V1Ingress, V1IngressClass, V1NetworkPolicy } from '@kubernetes/client-node';
import { networkPolicyWarnings, validateNetworkPolicy } from '../../validation/network-policy.ts';
import { validateIngress, validateIngressClass, validateIngressClassUpdate } from '../../validation/networking.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

/** Defaults as in kubernetes `pkg/apis/networking/v1/defaults.go`, 1.34. */
export const networkPolicyStrategy: Strategy = {
  setDefaults(object) {
    object.spec ??= {};
    const spec = object.spec as NonNullable<Wire<V1NetworkPolicy>['spec']>;
    spec.podSelector ??= {};
    const rules = [...(spec.ingress ?? []), ...(spec.egress ?? [])];
    for (const port of rules.flatMap(({ ports }) => ports ?? [])) port.protocol ??= 'TCP';
    if (!spec.policyTypes?.length) spec.policyTypes = spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'];
  },
  validate: (object) => validateNetworkPolicy(object as unknown as Wire<V1NetworkPolicy>),
  warnings: (object) => networkPolicyWarnings(object as unknown as Wire<V1NetworkPolicy>),
};

const ingressClass = 'kubernetes.io/ingress.class';

export const ingressStrategy: Strategy = {
  setDefaults(object) {
    object.spec ??= {};
    const spec = object.spec as NonNullable<Wire<V1Ingress>['spec']>;
    // Without a backend there is something to say of an empty list, else it is as good as none.
    if (spec.defaultBackend && !spec.rules?.length) delete spec.rules;
  },
  prepareForCreate(object) {
    object.status = { loadBalancer: {} };
  },
  validate: (object) => validateIngress(object as unknown as Wire<V1Ingress>),
  warnings: ({ metadata }, current) =>
    current || metadata.annotations?.[ingressClass] === undefined
      ? []
      : [`annotation ${JSON.stringify(ingressClass)} is deprecated, please use 'spec.ingressClassName' instead`],
};

export const ingressClassStrategy: Strategy = {
  setDefaults(object) {
    object.spec ??= {};
    const { parameters } = object.spec as { parameters?: { scope?: string } };
    if (parameters) parameters.scope ??= 'Cluster';
  },
  validate: (object) => validateIngressClass(object as unknown as Wire<V1IngressClass>),
  validateUpdate: (next, current) =>
    validateIngressClassUpdate(next as unknown as Wire<V1IngressClass>, current as unknown as Wire<V1IngressClass>),
};
