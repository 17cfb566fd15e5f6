import type { V1PersistentVolumeClaim, V1Pod, V1ResourceQuotaSpec, V1Service } from '@kubernetes/client-node';
import type { KubeObject } from '../objects/kube-object.ts';
import { expressionMatches } from '../objects/label-selector.ts';
import { qosClass } from '../registry/kinds/pod.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { Wire } from '../wire.ts';
import { podResources } from './pod-resources.ts';

export type QuotaSpec = Wire<V1ResourceQuotaSpec>;

const counted = new Set([
  ...[
    'configmaps',
    'persistentvolumeclaims',
    'pods',
    'replicationcontrollers',
    'resourcequotas',
    'secrets',
    'services',
  ],
]);

/** What an object takes of a namespace's quota, by the names that a quota may limit. Source: kubernetes `pkg/quota/v1`. */
export function quotaUsage(type: ResourceType, object: KubeObject): Map<string, string> {
  const usage = new Map([[`count/${type.storage}`, '1']]);
  if (!type.group && counted.has(type.plural)) usage.set(type.plural, '1');
  if (type.kind === 'Pod' && !type.group) addPod(usage, object as unknown as Wire<V1Pod>);
  if (type.kind === 'Service' && !type.group) addService(usage, object as unknown as Wire<V1Service>);
  if (type.kind === 'PersistentVolumeClaim') addClaim(usage, object as unknown as Wire<V1PersistentVolumeClaim>);
  return usage;
}

function addPod(usage: Map<string, string>, { spec, status }: Wire<V1Pod>): void {
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return void usage.delete('pods');
  if (!spec) return;
  const computed = new Set(['cpu', 'memory', 'ephemeral-storage']);
  for (const [name, value] of podResources(spec, 'requests')) {
    if (computed.has(name)) usage.set(name, value);
    usage.set(`requests.${name}`, value);
  }
  for (const [name, value] of podResources(spec, 'limits')) if (computed.has(name)) usage.set(`limits.${name}`, value);
}

function addService(usage: Map<string, string>, { spec }: Wire<V1Service>): void {
  const balanced = spec?.type === 'LoadBalancer';
  if (balanced) usage.set('services.loadbalancers', '1');
  if (spec?.type === 'NodePort' || (balanced && spec.allocateLoadBalancerNodePorts !== false)) {
    usage.set('services.nodeports', String(spec.ports?.length ?? 0));
  }
}

function addClaim(usage: Map<string, string>, { spec }: Wire<V1PersistentVolumeClaim>): void {
  const storage = spec?.resources?.requests?.storage;
  const ofClass = spec?.storageClassName ? `${spec.storageClassName}.storageclass.storage.k8s.io/` : undefined;
  if (ofClass) usage.set(`${ofClass}persistentvolumeclaims`, '1');
  if (storage === undefined) return;
  usage.set('requests.storage', storage);
  if (ofClass) usage.set(`${ofClass}requests.storage`, storage);
}

/** Whether a quota's scopes take the object in; only pods have any. */
export function inScope({ scopes = [], scopeSelector }: QuotaSpec, type: ResourceType, object: KubeObject): boolean {
  const required = [
    ...scopes.map((scopeName) => ({ scopeName, operator: 'Exists', values: [] as string[] })),
    ...(scopeSelector?.matchExpressions ?? []),
  ];
  if (!required.length) return true;
  if (type.kind !== 'Pod') return false;
  const pod = object as unknown as Wire<V1Pod>;
  return required.every(({ scopeName, operator, values = [] }) => scopeHolds(pod, scopeName, operator, values));
}

function scopeHolds(pod: Wire<V1Pod>, scope: string, operator: string, values: readonly string[]): boolean {
  const { spec } = pod;
  switch (scope) {
    case 'BestEffort':
      return qosClass(pod) === 'BestEffort';
    case 'NotBestEffort':
      return qosClass(pod) !== 'BestEffort';
    case 'Terminating':
      return spec?.activeDeadlineSeconds !== undefined;
    case 'NotTerminating':
      return spec?.activeDeadlineSeconds === undefined;
    case 'PriorityClass': {
      const labels: Record<string, string> = spec?.priorityClassName ? { [scope]: spec.priorityClassName } : {};
      return expressionMatches({ key: scope, operator, values }, labels);
    }
    case 'CrossNamespacePodAffinity': {
      const { podAffinity, podAntiAffinity } = spec?.affinity ?? {};
      const terms = [podAffinity, podAntiAffinity].flatMap((affinity) => [
        ...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
        ...(affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => term.podAffinityTerm),
      ]);
      return terms.some(({ namespaces, namespaceSelector }) => namespaces?.length || namespaceSelector);
    }
    default:
      return false;
  }
}
