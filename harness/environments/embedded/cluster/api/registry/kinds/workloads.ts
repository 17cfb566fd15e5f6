import type { V1CronJob, V1DaemonSet, V1Deployment, V1Job, V1ReplicaSet, V1StatefulSet } from '@kubernetes/client-node';
import { setPodSpecDefaults } from '../../defaults/pod-spec.ts';
import type { FieldError } from '../../objects/field-error.ts';
import { jsonEqual } from '../../objects/json.ts';
import type { KubeObject } from '../../objects/kube-object.ts';
import type { LabelSelector } from '../../objects/label-selector.ts';
import { validateCronJob, validateCronJobCreate, validateCronJobUpdate } from '../../validation/cron-job.ts';
import { validateDaemonSet } from '../../validation/daemon-set.ts';
import { validateDeployment, validateReplicaSet } from '../../validation/deployment.ts';
import { validateJob, validateJobUpdate } from '../../validation/job.ts';
import { immutable } from '../../validation/metadata.ts';
import { printedSelector } from '../../validation/pod-template.ts';
import { podWarnings } from '../../validation/pod-warnings.ts';
import {
  validateStatefulSet,
  validateStatefulSetCreate,
  validateStatefulSetUpdate,
} from '../../validation/stateful-set.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

const templateGeneration = 'deprecated.daemonset.template.generation';

/** Defaults as in kubernetes `pkg/apis/apps/v1/defaults.go` and `pkg/apis/batch/v1/defaults.go`, 1.34. */
export const deploymentStrategy: Strategy = {
  warnings: templateWarnings,
  validate: (object) => validateDeployment(object as unknown as Wire<V1Deployment>),
  validateUpdate: validateSelectorUpdate,
  setDefaults(object) {
    completeSpec(object);
    const { spec } = object as unknown as Wire<V1Deployment>;
    if (!spec) return;
    setTemplateDefaults(spec.template);
    spec.replicas ??= 1;
    spec.strategy ??= {};
    spec.strategy.type ||= 'RollingUpdate';
    if (spec.strategy.type === 'RollingUpdate') {
      spec.strategy.rollingUpdate = { maxUnavailable: '25%', maxSurge: '25%', ...spec.strategy.rollingUpdate };
    }
    spec.revisionHistoryLimit ??= 10;
    spec.progressDeadlineSeconds ??= 600;
  },
};

export const replicaSetStrategy: Strategy = {
  warnings: templateWarnings,
  validate: (object) => validateReplicaSet(object as unknown as Wire<V1ReplicaSet>),
  validateUpdate: validateSelectorUpdate,
  setDefaults(object) {
    completeSpec(object);
    const { spec } = object as unknown as Wire<V1ReplicaSet>;
    if (!spec) return;
    setTemplateDefaults(spec.template);
    spec.replicas ??= 1;
  },
  prepareForCreate(object) {
    object.status = { replicas: 0 };
  },
};

export const daemonSetStrategy: Strategy = {
  warnings: templateWarnings,
  validate: (object) => validateDaemonSet(object as unknown as Wire<V1DaemonSet>),
  validateUpdate: validateSelectorUpdate,
  setDefaults(object) {
    completeSpec(object);
    const { spec } = object as unknown as Wire<V1DaemonSet>;
    if (!spec) return;
    setTemplateDefaults(spec.template);
    spec.updateStrategy ??= {};
    spec.updateStrategy.type ||= 'RollingUpdate';
    if (spec.updateStrategy.type === 'RollingUpdate') {
      spec.updateStrategy.rollingUpdate = { maxUnavailable: 1, maxSurge: 0, ...spec.updateStrategy.rollingUpdate };
    }
    spec.revisionHistoryLimit ??= 10;
  },
  prepareForCreate(object) {
    // Kept in an annotation since the field has gone. Source: `pkg/apis/apps/v1/conversion.go`.
    object.metadata.annotations = { ...object.metadata.annotations, [templateGeneration]: '1' };
    object.status = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 };
  },
  prepareForUpdate(next, current) {
    const templateOf = ({ spec }: KubeObject) => (spec as { template?: unknown } | undefined)?.template;
    const before = Number(current.metadata.annotations?.[templateGeneration] ?? 1);
    const generation = jsonEqual(templateOf(next), templateOf(current)) ? before : before + 1;
    next.metadata.annotations = { ...next.metadata.annotations, [templateGeneration]: String(generation) };
  },
};

export const statefulSetStrategy: Strategy = {
  warnings: templateWarnings,
  validate: (object) => validateStatefulSet(object as unknown as Wire<V1StatefulSet>),
  validateCreate: (object) => validateStatefulSetCreate(object as unknown as Wire<V1StatefulSet>),
  validateUpdate: (next, current) =>
    validateStatefulSetUpdate(next as unknown as Wire<V1StatefulSet>, current as unknown as Wire<V1StatefulSet>),
  setDefaults(object) {
    completeSpec(object);
    const { spec } = object as unknown as Wire<V1StatefulSet>;
    if (!spec) return;
    setTemplateDefaults(spec.template);
    spec.serviceName ??= '';
    if (spec.ordinals) spec.ordinals.start ??= 0;
    spec.podManagementPolicy ||= 'OrderedReady';
    spec.updateStrategy ??= {};
    if (!spec.updateStrategy.type) {
      spec.updateStrategy.type = 'RollingUpdate';
      spec.updateStrategy.rollingUpdate ??= {};
    }
    if (spec.updateStrategy.rollingUpdate) spec.updateStrategy.rollingUpdate.partition ??= 0;
    spec.persistentVolumeClaimRetentionPolicy = {
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
      ...spec.persistentVolumeClaimRetentionPolicy,
    };
    spec.replicas ??= 1;
    spec.revisionHistoryLimit ??= 10;
  },
  prepareForCreate(object) {
    object.status = { replicas: 0, availableReplicas: 0 };
  },
};

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
  validate: (object) => validateCronJob(object as unknown as Wire<V1CronJob>),
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

function templateWarnings(object: KubeObject): string[] {
  return podWarnings('spec.template.', (object as unknown as Wire<V1Deployment>).spec?.template);
}

/** Specifications and templates are no pointers in Go: what is left out is there, and empty. */
function completeSpec(object: KubeObject): void {
  object.spec ??= {};
  const spec = object.spec as { template?: { spec?: object; metadata?: object } };
  spec.template ??= {};
  spec.template.metadata ??= {};
  spec.template.spec ??= {};
}

function setTemplateDefaults(template: { spec?: Parameters<typeof setPodSpecDefaults>[0] } | undefined): void {
  if (template?.spec) setPodSpecDefaults(template.spec);
}

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

/** Selectors of Deployments, ReplicaSets and DaemonSets stay as they were made. */
function validateSelectorUpdate(next: KubeObject, current: KubeObject): FieldError[] {
  const selectorOf = ({ spec }: KubeObject) => printedSelector((spec as { selector?: LabelSelector }).selector);
  return immutable('spec.selector', selectorOf(next), selectorOf(current));
}
