import type { V1DaemonSet, V1Deployment, V1ReplicaSet, V1StatefulSet } from '@kubernetes/client-node';
import type { FieldError } from '../../objects/field-error.ts';
import { jsonEqual } from '../../objects/json.ts';
import type { KubeObject } from '../../objects/kube-object.ts';
import type { LabelSelector } from '../../objects/label-selector.ts';
import { validateDaemonSet } from '../../validation/daemon-set.ts';
import { validateDeployment, validateReplicaSet } from '../../validation/deployment.ts';
import { immutable } from '../../validation/metadata.ts';
import { printedSelector } from '../../validation/pod-template.ts';
import {
  validateStatefulSet,
  validateStatefulSetCreate,
  validateStatefulSetUpdate,
} from '../../validation/stateful-set.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';
import { completeSpec, setTemplateDefaults, templateWarnings } from './pod-template.ts';

const templateGeneration = 'deprecated.daemonset.template.generation';

/** Defaults as in kubernetes `pkg/apis/apps/v1/defaults.go`, 1.34. */
export const deploymentStrategy: Strategy = {
  warnings: templateWarnings,
  countedMetadata: 'annotations',
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
    const { type, rollingUpdate } = spec.updateStrategy;
    if (type === 'RollingUpdate') {
      spec.updateStrategy.rollingUpdate = { maxUnavailable: 1, maxSurge: 0, ...rollingUpdate };
      // No pointers inside: what is not said is 0.
    } else if (rollingUpdate) {
      spec.updateStrategy.rollingUpdate = { maxUnavailable: 0, maxSurge: 0, ...rollingUpdate };
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
    if (spec.updateStrategy.rollingUpdate) {
      spec.updateStrategy.rollingUpdate.partition ??= 0;
      // The feature MaxUnavailableStatefulSet is switched off.
      delete spec.updateStrategy.rollingUpdate.maxUnavailable;
    }
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

/** Selectors of Deployments, ReplicaSets and DaemonSets stay as they were made. */
function validateSelectorUpdate(next: KubeObject, current: KubeObject): FieldError[] {
  const selectorOf = ({ spec }: KubeObject) => printedSelector((spec as { selector?: LabelSelector }).selector);
  return immutable('spec.selector', selectorOf(next), selectorOf(current));
}
