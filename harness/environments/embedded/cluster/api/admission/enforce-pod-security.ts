import type { V1Pod } from '@kubernetes/client-node';
import { forbidden, invalid } from '../objects/api-error.ts';
import { invalidValue } from '../objects/field-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { ObjectStorage } from '../storage/object-storage.ts';
import type { Wire } from '../wire.ts';
import { describeViolations, type PodSecurityLevel, podSecurityViolations } from './pod-security.ts';

const prefix = 'pod-security.kubernetes.io/';
const levels: readonly string[] = ['privileged', 'baseline', 'restricted'];

interface Policy {
  readonly level: PodSecurityLevel;
  readonly version: string;
}

/**
 * PodSecurity: refuses pods by the namespace's `enforce` level, warns of what `warn` says, for what makes pods as well,
 * and of the pods that a namespace's new level would refuse. Throws ApiError Forbidden and Invalid. Returns warnings.
 * Source: k8s.io/pod-security-admission `admission/admission.go`.
 */
export function enforcePodSecurity(
  storage: ObjectStorage,
  type: ResourceType,
  object: KubeObject,
  current: KubeObject | undefined,
): string[] {
  if (type.kind === 'Namespace') return checkNamespace(storage, type, object, current);
  const pod = podOf(type, object);
  const { namespace, name } = object.metadata;
  if (!pod || namespace === undefined) return [];
  // Only a pod's images and tolerations may change, which no check looks at.
  if (current && type.kind === 'Pod') return [];
  const labels = storage.get('namespaces', { name: namespace })?.metadata.labels;
  const violations = (mode: string): { title: string; text: string } => {
    const { level, version } = mode === 'warn' ? warnPolicy(labels) : policyOf(labels, mode);
    const text = describeViolations(podSecurityViolations(level, version, pod));
    return { title: `PodSecurity "${level}:${version}": ${text}`, text };
  };
  const enforced = type.kind === 'Pod' ? violations('enforce') : undefined;
  if (enforced?.text) throw forbidden(type, name, `violates ${enforced.title}`);
  const warned = violations('warn');
  return warned.text ? [`would violate ${warned.title}`] : [];
}

function policyOf(labels: KubeObject['metadata']['labels'], mode: string): Policy {
  const level = labels?.[`${prefix}${mode}`] ?? 'privileged';
  const version = labels?.[`${prefix}${mode}-version`] ?? 'latest';
  return { level: levels.includes(level) ? (level as PodSecurityLevel) : 'restricted', version };
}

/** Where `warn` has no level of its own it has that of `enforce`, and its version unless it has one. */
function warnPolicy(labels: KubeObject['metadata']['labels']): Policy {
  const warn = policyOf(labels, 'warn');
  if (labels?.[`${prefix}warn`] !== undefined) return warn;
  const { level, version } = policyOf(labels, 'enforce');
  return { level, version: labels?.[`${prefix}warn-version`] === undefined ? version : warn.version };
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

function checkNamespace(
  storage: ObjectStorage,
  type: ResourceType,
  { metadata }: KubeObject,
  current: KubeObject | undefined,
): string[] {
  const errors = ['enforce', 'audit', 'warn'].flatMap((mode) => {
    const level = metadata.labels?.[`${prefix}${mode}`];
    const version = metadata.labels?.[`${prefix}${mode}-version`];
    const field = `metadata.labels[${prefix}${mode}`;
    return [
      ...(level === undefined || levels.includes(level)
        ? []
        : [invalidValue(`${field}]`, level, `must be one of ${levels.join(', ')}`)]),
      ...(version === undefined || /^(latest|v1\.\d+)$/.test(version)
        ? []
        : [invalidValue(`${field}-version]`, version, 'must be "latest" or "v1.x"')]),
    ];
  });
  if (errors.length) throw invalid(type, metadata.name, errors);
  if (!current) return [];
  const [before, now] = [policyOf(current.metadata.labels, 'enforce'), policyOf(metadata.labels, 'enforce')];
  const isStricter = levels.indexOf(now.level) > levels.indexOf(before.level);
  if (before.version === now.version && !isStricter) return [];
  return presentViolations(storage, metadata.name, now);
}

/** Pods with the same faults share a line. */
function presentViolations(storage: ObjectStorage, namespace: string, { level, version }: Policy): string[] {
  const pods = storage.list('pods', namespace) as unknown[] as Wire<V1Pod>[];
  const found = pods.flatMap((pod) => {
    const reasons = podSecurityViolations(level, version, pod).map(({ reason }) => reason);
    return reasons.length ? [{ name: pod.metadata?.name ?? '', text: reasons.join(', ') }] : [];
  });
  const lines = [...Map.groupBy(found, ({ text }) => text)].map(([text, [first, ...others]]) => {
    const more = others.length === 1 ? ' (and 1 other pod)' : ` (and ${others.length} other pods)`;
    return `${first?.name}${others.length ? more : ''}: ${text}`;
  });
  const title = `existing pods in namespace "${namespace}" violate the new PodSecurity enforce level "${level}:${version}"`;
  return lines.length ? [title, ...lines.sort()] : [];
}
