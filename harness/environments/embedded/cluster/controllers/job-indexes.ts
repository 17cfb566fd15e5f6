import type { KindMap } from '../api/cluster-api.ts';

type Job = KindMap['Job'];
type Pod = KindMap['Pod'];

/** Annotation and label of a pod of an indexed Job. */
export const indexAnnotation = 'batch.kubernetes.io/job-completion-index';

/** Pods that succeeded; of an indexed Job each index once. */
export function countSuccesses(job: Job, pods: readonly Pod[]): number {
  return isIndexed(job) ? succeededIndexes(pods).size : pods.filter(hasSucceeded).length;
}

/** Indexes that no pod has, from the lowest on; none for a Job that is not indexed. */
export function freeIndexes(job: Job, pods: readonly Pod[]): number[] {
  if (!isIndexed(job)) return [];
  const taken = new Set(pods.map(indexOf));
  return Array.from({ length: job.spec?.completions ?? 0 }, (_, index) => index).filter((index) => !taken.has(index));
}

/** As `status.completedIndexes` has them: `0-2,5`; undefined for a Job that is not indexed. */
export function completedIndexes(job: Job, pods: readonly Pod[]): string | undefined {
  if (!isIndexed(job)) return undefined;
  const ranges: [number, number][] = [];
  for (const index of [...succeededIndexes(pods)].sort((left, right) => left - right)) {
    const last = ranges.at(-1);
    if (last && last[1] === index - 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}${to === from + 1 ? ',' : '-'}${to}`)).join(',');
}

function isIndexed({ spec }: Job): boolean {
  return spec?.completionMode === 'Indexed';
}

function indexOf({ metadata }: Pod): number {
  return Number(metadata?.annotations?.[indexAnnotation]);
}

function hasSucceeded({ status }: Pod): boolean {
  return status?.phase === 'Succeeded';
}

function succeededIndexes(pods: readonly Pod[]): Set<number> {
  return new Set(pods.filter(hasSucceeded).map(indexOf));
}
