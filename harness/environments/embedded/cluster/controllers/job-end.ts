import type { KindMap } from '../api/cluster-api.ts';

type Job = KindMap['Job'];
type JobCondition = NonNullable<NonNullable<Job['status']>['conditions']>[number];

/** The condition that says how a Job has ended; undefined while it has not. */
export function endOf({ status }: Job): JobCondition | undefined {
  return status?.conditions?.find(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  );
}
