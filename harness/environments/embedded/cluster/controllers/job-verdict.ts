import type { KindMap } from '../api/cluster-api.ts';
import { countSuccesses } from './job-indexes.ts';
import { isActive } from './pod-availability.ts';

type Job = KindMap['Job'];
type Pod = KindMap['Pod'];
type Policy = NonNullable<NonNullable<Job['spec']>['podFailurePolicy']>;
type Rule = Policy['rules'][number];

/** How a Job ends. */
export interface Verdict {
  readonly type: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

/** Undefined while a Job goes on. Source: `syncJob` and `matchPodFailurePolicy` of kubernetes/pkg/controller/job. */
export function jobVerdict(job: Job, startTime: string, pods: readonly Pod[]): Verdict | undefined {
  const { spec } = job;
  const failed = pods.filter((pod) => pod.status?.phase === 'Failed');
  const broken = failed.flatMap((pod) => failingRule(spec?.podFailurePolicy, pod) ?? [])[0];
  if (broken) return { type: 'Failed', reason: 'PodFailurePolicy', message: broken };
  const counted = failed.filter((pod) => matchingRule(spec?.podFailurePolicy, pod)?.rule.action !== 'Ignore').length;
  const restarts = spec?.template.spec?.restartPolicy === 'OnFailure' ? restartCount(pods) : 0;
  if (counted + restarts > (spec?.backoffLimit ?? 6)) {
    return { type: 'Failed', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  }
  const left = millisecondsLeft(job, startTime);
  if (left !== undefined && left <= 0) {
    return { type: 'Failed', reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' };
  }
  const wanted = spec?.completions;
  const successes = countSuccesses(job, pods);
  const enough = wanted === undefined ? successes > 0 && !pods.some(isActive) : successes >= wanted;
  if (!enough) return undefined;
  return { type: 'Complete', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };
}

/** Until the Job's deadline; undefined: it has none, or does not count while it is suspended. */
export function millisecondsLeft({ spec }: Job, startTime: string): number | undefined {
  if (spec?.activeDeadlineSeconds === undefined || spec.suspend) return undefined;
  // The start is known in whole seconds only; a Job shall not fail before its time.
  return Date.parse(startTime) + (spec.activeDeadlineSeconds + 1) * 1000 - Date.now();
}

function failingRule(policy: Policy | undefined, pod: Pod): string | undefined {
  const match = matchingRule(policy, pod);
  return match?.rule.action === 'FailJob' ? match.message : undefined;
}

/** The first rule that holds for a failed pod. */
function matchingRule(policy: Policy | undefined, pod: Pod): { rule: Rule; message: string } | undefined {
  for (const [index, rule] of (policy?.rules ?? []).entries()) {
    const found = onExitCodes(rule, pod) ?? onConditions(rule, pod);
    if (found) return { rule, message: `${found} matching ${rule.action} rule at index ${index}` };
  }
  return undefined;
}

function onExitCodes({ onExitCodes: codes }: Rule, { metadata, status }: Pod): string | undefined {
  if (!codes) return undefined;
  for (const { name, state } of [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])]) {
    const code = state?.terminated?.exitCode;
    if (!code || (codes.containerName && codes.containerName !== name)) continue;
    if (codes.values.includes(code) === (codes.operator === 'In'))
      return `Container ${name} for pod ${metadata?.namespace}/${metadata?.name} failed with exit code ${code}`;
  }
  return undefined;
}

function onConditions({ onPodConditions: patterns }: Rule, { metadata, status }: Pod): string | undefined {
  const found = status?.conditions?.find((condition) =>
    patterns?.some(({ type, status = 'True' }) => condition.type === type && condition.status === status),
  );
  return found && `Pod ${metadata?.namespace}/${metadata?.name} has condition ${found.type}`;
}

function restartCount(pods: readonly Pod[]): number {
  const statuses = pods.flatMap(({ status }) => [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
  ]);
  return statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
}
