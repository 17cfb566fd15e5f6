import type { V1Pod } from '@kubernetes/client-node';
import type { Authorizer } from '../authorization/authorizer.ts';
import { requireHeldRules } from '../authorization/require-held-rules.ts';
import { forbidden, notFound } from '../objects/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { Admission } from '../registry/registry.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { ServedTypes } from '../registry/served-types.ts';
import type { ObjectStorage } from '../storage/object-storage.ts';
import type { Wire } from '../wire.ts';
import { requireWithinRanges, setDefaultResources } from './limit-ranger.ts';
import { podSecurityViolations } from './pod-security.ts';
import { requireQuota } from './resource-quota.ts';
import { refuseOverhead, requireRuntimeClass } from './runtime-class.ts';
import { giveServiceAccount } from './service-account.ts';
import { createServiceAllocator } from './service-allocator.ts';

/** The admission plug-ins that a cluster has switched on by default, as far as they concern what is served here. */
export function createAdmission(storage: ObjectStorage, types: ServedTypes, authorizer: Authorizer): Admission {
  const allocator = createServiceAllocator(storage);
  return {
    mutate(type, object, current) {
      if (!current) requireNamespace(storage, type, object);
      if (type.kind === 'Pod' && !current) {
        giveServiceAccount(storage, type, object);
        givePriority(storage, type, object);
        setDefaultResources(storage, object);
        requireRuntimeClass(type, object);
      }
      if (type.kind === 'Pod' && current) keepPriority(object, current);
      if (type.kind === 'Pod') tolerateNodeOutages(object);
    },
    validate(type, object, current, { user }) {
      requireHeldRules(authorizer, type, object, current, user);
      if (!current && ranged.has(type.storage)) requireWithinRanges(storage, type, object);
      if (type.kind === 'Pod' && !current) refuseOverhead(type, object);
      const warnings = checkPodSecurity(storage, type, object, current);
      requireQuota(storage, types, type, object, current);
      return warnings;
    },
    allocate(type, object, current) {
      if (type.kind === 'Service') allocator.allocate(type, object, current);
    },
  };
}

const ranged = new Set(['persistentvolumeclaims', 'pods']);

const levelLabel = 'pod-security.kubernetes.io/';

/** PodSecurity: refuses pods by the namespace's `enforce` level; `warn` only warns, for what makes pods as well. */
function checkPodSecurity(
  storage: ObjectStorage,
  type: ResourceType,
  object: KubeObject,
  current: KubeObject | undefined,
): string[] {
  const pod = podOf(type, object);
  if (!pod || object.metadata.namespace === undefined) return [];
  // Only a pod's images and tolerations may change, which no check looks at.
  if (current && type.kind === 'Pod') return [];
  const labels = storage.get('namespaces', { name: object.metadata.namespace })?.metadata.labels ?? {};
  const violations = (mode: string): { level: string; text: string } => {
    const level = labels[`${levelLabel}${mode}`] ?? 'privileged';
    if (level !== 'baseline' && level !== 'restricted') return { level, text: '' };
    const version = labels[`${levelLabel}${mode}-version`] ?? 'latest';
    return { level: `${level}:${version}`, text: podSecurityViolations(level, pod) };
  };
  const enforced = violations('enforce');
  if (type.kind === 'Pod' && enforced.text) {
    const message = `violates PodSecurity ${JSON.stringify(enforced.level)}: ${enforced.text}`;
    throw forbidden(type, object.metadata.name, message);
  }
  const warned = violations('warn');
  return warned.text ? [`would violate PodSecurity ${JSON.stringify(warned.level)}: ${warned.text}`] : [];
}

function podOf(type: ResourceType, object: KubeObject): Wire<V1Pod> | undefined {
  if (type.kind === 'Pod') return object as unknown as Wire<V1Pod>;
  const spec = object.spec as
    | { template?: Wire<V1Pod>; jobTemplate?: { spec?: { template?: Wire<V1Pod> } } }
    | undefined;
  if (type.kind === 'CronJob') return spec?.jobTemplate?.spec?.template;
  return templated.has(type.kind) ? spec?.template : undefined;
}

const templated = new Set(['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'StatefulSet']);

/** NamespaceLifecycle. */
function requireNamespace(storage: ObjectStorage, type: ResourceType, object: KubeObject): void {
  const name = object.metadata.namespace;
  if (!type.namespaced || name === undefined) return;
  const namespace = storage.get('namespaces', { name });
  if (!namespace) throw notFound({ group: '', plural: 'namespaces' }, name);
  if (namespace.metadata.deletionTimestamp) {
    const message = `unable to create new content in namespace ${name} because it is being terminated`;
    throw forbidden(type, object.metadata.name, message, [
      { reason: 'NamespaceTerminating', message: `namespace ${name} is being terminated`, field: 'metadata.namespace' },
    ]);
  }
}

interface PodSpec {
  priority?: number;
  priorityClassName?: string;
  preemptionPolicy?: string;
  tolerations?: { key?: string; operator?: string; effect?: string; tolerationSeconds?: number }[];
}

const systemPriorities: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};

/** Priority. */
function givePriority(storage: ObjectStorage, type: ResourceType, object: KubeObject): void {
  const spec = object.spec as PodSpec | undefined;
  if (!spec) return;
  const name = spec.priorityClassName;
  const stored = name ? storage.get('priorityclasses.scheduling.k8s.io', { name }) : undefined;
  const value = name ? (systemPriorities[name] ?? (stored?.value as number | undefined)) : 0;
  if (value === undefined) throw forbidden(type, object.metadata.name, `no PriorityClass with name ${name} was found`);
  if (spec.priority !== undefined && spec.priority !== value) {
    const message = `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`;
    throw forbidden(type, object.metadata.name, message);
  }
  spec.priority = value;
  const policy = (stored?.preemptionPolicy as string | undefined) ?? 'PreemptLowerPriority';
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) {
    const message = `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${policy} from the given PriorityClass name`;
    throw forbidden(type, object.metadata.name, message);
  }
  spec.preemptionPolicy = policy;
}

function keepPriority(object: KubeObject, current: KubeObject): void {
  const [next, before] = [object.spec as PodSpec | undefined, current.spec as PodSpec | undefined];
  if (!next || !before) return;
  if (before.priority !== undefined) next.priority ??= before.priority;
  if (before.preemptionPolicy !== undefined) next.preemptionPolicy ??= before.preemptionPolicy;
}

/** DefaultTolerationSeconds. */
function tolerateNodeOutages(object: KubeObject): void {
  const spec = object.spec as PodSpec | undefined;
  if (!spec) return;
  for (const key of ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']) {
    const tolerated = spec.tolerations?.some(
      (toleration) =>
        (!toleration.key || toleration.key === key) && (!toleration.effect || toleration.effect === 'NoExecute'),
    );
    if (tolerated) continue;
    spec.tolerations = [
      ...(spec.tolerations ?? []),
      { key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
    ];
  }
}
