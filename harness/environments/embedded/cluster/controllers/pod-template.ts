import { createHash } from 'node:crypto';
import type { KindMap } from '../api/cluster-api.ts';

export type PodTemplate = NonNullable<KindMap['ReplicaSet']['spec']>['template'];

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * Name part of a template: the same for the same template. A hash of 32 bits in decimal, its digits written as
 * `SafeEncodeString` of apimachinery/pkg/util/rand writes them, so that it looks as it does on a real cluster.
 */
export function templateHash(template: PodTemplate): string {
  const hash = createHash('sha256').update(canonical(template)).digest().readUInt32BE();
  return Array.from(String(hash), (digit) => alphabet[digit.charCodeAt(0) % alphabet.length]).join('');
}

/** Whether two templates say the same, the controllers' own labels left out. */
export function sameTemplate(left: PodTemplate | undefined, right: PodTemplate | undefined): boolean {
  return canonical(left) === canonical(right);
}

const ownLabels = new Set(['pod-template-hash', 'controller-revision-hash', 'pod-template-generation']);

function canonical(template: PodTemplate | undefined): string {
  const labels = Object.entries(template?.metadata?.labels ?? {}).filter(([key]) => !ownLabels.has(key));
  const { creationTimestamp: _time, ...metadata } = template?.metadata ?? {};
  return stable({ ...template, metadata: { ...metadata, labels: Object.fromEntries(labels) } });
}

/** JSON with sorted keys and without what is undefined. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
