import type { V1Service, V1ServiceSpec } from '@kubernetes/client-node';
import { invalid } from '../../objects/api-error.ts';
import type { KubeObject } from '../../objects/kube-object.ts';
import { isExternal, validateService } from '../../validation/service.ts';
import { initFamilies, validateServiceUpdate } from '../../validation/service-addresses.ts';
import { serviceWarnings } from '../../validation/service-warnings.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

type Spec = Wire<V1ServiceSpec>;

/** Defaults as in kubernetes `pkg/apis/core/v1/defaults.go`, 1.34. */
export const serviceStrategy: Strategy = {
  validate: (object) => validateService(object as unknown as Wire<V1Service>),
  validateUpdate: (next, current) =>
    validateServiceUpdate(next as unknown as Wire<V1Service>, current as unknown as Wire<V1Service>),
  warnings: (object) => serviceWarnings(object as unknown as Wire<V1Service>),
  setDefaults(object) {
    object.spec ??= {};
    const spec = object.spec as Spec;
    spec.sessionAffinity ||= 'None';
    if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
    if (spec.sessionAffinity === 'ClientIP' && spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined)
      spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: 10_800 } };
    spec.type ||= 'ClusterIP';
    for (const port of spec.ports ?? []) {
      port.protocol ||= 'TCP';
      port.targetPort ||= port.port;
    }
    if (isExternal(spec)) spec.externalTrafficPolicy ||= 'Cluster';
    if (['NodePort', 'LoadBalancer', 'ClusterIP'].includes(spec.type)) spec.internalTrafficPolicy ??= 'Cluster';
    if (spec.type === 'LoadBalancer') spec.allocateLoadBalancerNodePorts ??= true;
  },
  prepareForCreate(object) {
    object.status = { loadBalancer: {} };
    const spec = object.spec as Spec;
    if (spec.clusterIP && !spec.clusterIPs?.length) spec.clusterIPs = [spec.clusterIP];
    refuseFamilies(object, undefined);
  },
  prepareForUpdate(next, current) {
    const [spec, before] = [next.spec as Spec, (current.spec ?? {}) as Spec];
    keepAllocated(spec, before);
    normalizeAddresses(spec, before);
    refuseFamilies(next, before);
    dropWhatTheTypeHasNot(spec, before);
  },
};

/** The server looks at families before anything else, and refuses for them alone. */
function refuseFamilies(object: KubeObject, before: Spec | undefined): void {
  const errors = initFamilies(object.spec as Spec, before);
  if (errors.length) throw invalid({ group: '', kind: 'Service' }, object.metadata.name, errors);
}

function hasAddress({ type }: Spec): boolean {
  return type === 'ClusterIP' || type === 'NodePort' || type === 'LoadBalancer';
}

function hasNodePorts({ type, allocateLoadBalancerNodePorts }: Spec): boolean {
  return type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);
}

function sameAddresses(left: Spec, right: Spec): boolean {
  return JSON.stringify(left.clusterIPs ?? []) === JSON.stringify(right.clusterIPs ?? []);
}

/** What a client leaves out of an update stays. Source: kubernetes `patchAllocatedValues`, 1.34. */
function keepAllocated(spec: Spec, before: Spec): void {
  if (hasAddress(before) && hasAddress(spec)) {
    if (!spec.clusterIP && before.clusterIP !== undefined) spec.clusterIP = before.clusterIP;
    if (!spec.clusterIPs?.length && before.clusterIPs) spec.clusterIPs = [...before.clusterIPs];
  }
  if (hasNodePorts(before) && hasNodePorts(spec)) {
    const asked = new Set(spec.ports?.map(({ nodePort }) => nodePort));
    for (const port of spec.ports ?? []) {
      const old = before.ports?.findLast(({ name }) => (name ?? '') === (port.name ?? ''))?.nodePort;
      if (!port.nodePort && old && !asked.has(old)) port.nodePort = old;
    }
  }
}

/** One field in two forms. Source: kubernetes `normalizeClusterIPs`, 1.34. */
function normalizeAddresses(spec: Spec, before: Spec): void {
  const [asked = '', had = ''] = [spec.clusterIP, before.clusterIP];
  if (asked === had || !sameAddresses(spec, before)) return;
  if (had && !asked) delete spec.clusterIPs;
  else spec.clusterIPs = [asked];
}

/** Source: kubernetes `dropTypeDependentFields`, 1.34. */
function dropWhatTheTypeHasNot(spec: Spec, before: Spec): void {
  if (hasAddress(before) && !hasAddress(spec)) {
    if (sameAddresses(spec, before)) {
      delete spec.clusterIP;
      delete spec.clusterIPs;
    }
    if (JSON.stringify(spec.ipFamilies) === JSON.stringify(before.ipFamilies)) delete spec.ipFamilies;
    if (spec.ipFamilyPolicy === before.ipFamilyPolicy) delete spec.ipFamilyPolicy;
  }
  const ports = (of: Spec) => JSON.stringify(of.ports?.map(({ nodePort }) => nodePort));
  if (hasNodePorts(before) && !hasNodePorts(spec) && ports(before) === ports(spec))
    for (const port of spec.ports ?? []) delete port.nodePort;
  const was = before.type === 'LoadBalancer' && spec.type !== 'LoadBalancer';
  for (const name of ['allocateLoadBalancerNodePorts', 'loadBalancerClass', 'healthCheckNodePort'] as const)
    if (was && spec[name] === before[name]) delete spec[name];
  if (isExternal(before) && !isExternal(spec) && spec.externalTrafficPolicy === before.externalTrafficPolicy)
    delete spec.externalTrafficPolicy;
}
