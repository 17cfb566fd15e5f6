import type { Authorizer } from '../authorization/authorizer.ts';
import { requireHeldRules } from '../authorization/require-held-rules.ts';
import { forbidden, notFound } from '../objects/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { Admission } from '../registry/registry.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { ServedTypes } from '../registry/served-types.ts';
import type { ObjectStorage } from '../storage/object-storage.ts';
import { giveDefaultClass } from './default-classes.ts';
import { enforcePodSecurity } from './enforce-pod-security.ts';
import { requireWithinRanges, setDefaultResources } from './limit-ranger.ts';
import { givePriority, keepPriority, requireOneDefault } from './priority.ts';
import { protectWhileInUse } from './protect-while-in-use.ts';
import { requireQuota } from './resource-quota.ts';
import { refuseOverhead, requireRuntimeClass } from './runtime-class.ts';
import { giveServiceAccount } from './service-account.ts';
import { createServiceAllocator } from './service-allocator.ts';
import { taintUntilReady } from './taint-until-ready.ts';

/** The admission plug-ins that a cluster has switched on by default, as far as they concern what is served here. */
export function createAdmission(storage: ObjectStorage, types: ServedTypes, authorizer: Authorizer): Admission {
  const allocator = createServiceAllocator(storage);
  return {
    mutate(type, object, current) {
      if (!current) {
        requireNamespace(storage, type, object);
        giveDefaultClass(storage, type, object);
        protectWhileInUse(type, object);
        if (type.kind === 'Node') taintUntilReady(object);
      }
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
      if (type.kind === 'PriorityClass') requireOneDefault(storage, type, object);
      if (!current && ranged.has(type.storage)) requireWithinRanges(storage, type, object);
      if (type.kind === 'Pod' && !current) refuseOverhead(type, object);
      const warnings = enforcePodSecurity(storage, type, object, current);
      requireQuota(storage, types, type, object, current);
      return warnings;
    },
    allocate(type, object, current) {
      if (type.kind === 'Service') allocator.allocate(type, object, current);
    },
  };
}

const ranged = new Set(['persistentvolumeclaims', 'pods']);

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
  tolerations?: { key?: string; operator?: string; effect?: string; tolerationSeconds?: number }[];
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
