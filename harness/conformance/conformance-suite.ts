import type { ConformanceCase } from './conformance-case.ts';

/** Cases about one thing. They run in the order written, in one place of their own (a namespace, a prefix of buckets). */
export interface ConformanceGroup<Target> {
  /** Unique in its suite; a report has a line for it. */
  readonly name: string;
  readonly cases: readonly ConformanceCase<Target>[];
  /** The cases do not disturb one another and take long: they run side by side. */
  readonly isParallel?: boolean;
}

export interface ConformanceSuite<Target> {
  /** Names the record in `recorded/`, with the version of the real one that was asked. */
  readonly name: 'kubernetes-1.34' | 's3';
  readonly groups: readonly ConformanceGroup<Target>[];
}
