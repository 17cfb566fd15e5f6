import type { V1CronJob, V1Job } from '@kubernetes/client-node';
import type { KubeObject } from '../../objects/kube-object.ts';
import { validateCronJobCreate, validateCronJobUpdate } from '../../validation/cron-job.ts';
import { validateJob, validateJobUpdate } from '../../validation/job.ts';
import { podWarnings } from '../../validation/pod-warnings.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';
import { completeSpec, setTemplateDefaults, templateWarnings } from './pod-template.ts';

/** Defaults as in kubernetes `pkg/apis/batch/v1/defaults.go`, 1.34. */
export const jobStrategy: Strategy = {
  warnings: templateWarnings,
  validate: (object) => validateJob(object as unknown as Wire<V1Job>),
  validateUpdate: (next, current) =>
    validateJobUpdate(next as unknown as Wire<V1Job>, current as unknown as Wire<V1Job>),
  setDefaults(object) {
    completeSpec(object);
    setJobDefaults(object as unknown as Wire<V1Job>);
  },
  prepareForCreate(object) {
    selectOwnPods(object);
  },
};

export const cronJobStrategy: Strategy = {
  warnings: (object) =>
    podWarnings(
      'spec.jobTemplate.spec.template.',
      (object as unknown as Wire<V1CronJob>).spec?.jobTemplate?.spec?.template,
    ),
  validateCreate: (object) => validateCronJobCreate(object as unknown as Wire<V1CronJob>),
  validateUpdate: (next, current) =>
    validateCronJobUpdate(next as unknown as Wire<V1CronJob>, current as unknown as Wire<V1CronJob>),
  setDefaults(object) {
    const cronJob = object as unknown as Wire<V1CronJob>;
    cronJob.spec = { ...cronJob.spec } as NonNullable<typeof cronJob.spec>;
    const { spec } = cronJob;
    spec.jobTemplate = { metadata: {}, ...spec.jobTemplate };
    completeSpec(spec.jobTemplate as unknown as KubeObject);
    spec.concurrencyPolicy ||= 'Allow';
    spec.suspend ??= false;
    spec.successfulJobsHistoryLimit ??= 3;
    spec.failedJobsHistoryLimit ??= 1;
    setTemplateDefaults(spec.jobTemplate.spec?.template);
    setFailurePolicyDefaults(spec.jobTemplate.spec);
  },
};

function setJobDefaults(job: Wire<V1Job>): void {
  const { spec } = job;
  if (!spec) return;
  setTemplateDefaults(spec.template);
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : 2_147_483_647;
  const labels = spec.template?.metadata?.labels;
  // One map for both, so that the job gets the labels that its template is given later, as in Go.
  if (labels && !Object.keys(job.metadata?.labels ?? {}).length && job.metadata) job.metadata.labels = labels;
  setFailurePolicyDefaults(spec);
  spec.completionMode ??= 'NonIndexed';
  spec.suspend ??= false;
  spec.podReplacementPolicy ??= spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed';
  spec.manualSelector ??= false;
}

function setFailurePolicyDefaults(spec: NonNullable<Wire<V1Job>['spec']> | undefined): void {
  for (const { onPodConditions = [] } of spec?.podFailurePolicy?.rules ?? [])
    for (const condition of onPodConditions) condition.status ||= 'True';
}

/** Unless it is to choose them itself, a Job gets a selector for its own pods. Source: `jobStrategy.generateSelector`. */
function selectOwnPods(object: KubeObject): void {
  const { spec } = object as unknown as Wire<V1Job>;
  if (!spec?.template || spec.manualSelector) return;
  const { uid = '', name } = object.metadata;
  const own = { 'batch.kubernetes.io/controller-uid': uid };
  spec.template.metadata ??= {};
  spec.template.metadata.labels ??= {};
  const { labels } = spec.template.metadata;
  const given = { ...own, 'batch.kubernetes.io/job-name': name, 'controller-uid': uid, 'job-name': name };
  for (const [key, value] of Object.entries(given)) labels[key] ??= value;
  // A Job without labels of its own shows its template's.
  object.metadata.labels ??= { ...labels };
  spec.selector ??= {};
  spec.selector.matchLabels = { ...own, ...spec.selector.matchLabels };
}
