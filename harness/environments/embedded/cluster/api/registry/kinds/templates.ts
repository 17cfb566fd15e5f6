import type { V1ControllerRevision, V1PodTemplate } from '@kubernetes/client-node';
import { setPodSpecDefaults } from '../../defaults/pod-spec.ts';
import { type FieldError, required } from '../../objects/field-error.ts';
import { isJsonObject } from '../../objects/json.ts';
import { immutable } from '../../validation/metadata.ts';
import { nonNegative } from '../../validation/names.ts';
import { validateTemplate } from '../../validation/pod-template.ts';
import { podWarnings } from '../../validation/pod-warnings.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

export const podTemplateStrategy: Strategy = {
  warnings: (object) => podWarnings('template.', (object as unknown as Wire<V1PodTemplate>).template),
  setDefaults(object) {
    const podTemplate = object as unknown as Wire<V1PodTemplate>;
    podTemplate.template = { metadata: {}, ...podTemplate.template };
    podTemplate.template.spec ??= { containers: [] };
    setPodSpecDefaults(podTemplate.template.spec);
  },
  validate: ({ template }) => validateTemplate('template', template as Wire<V1PodTemplate>['template']),
};

/** Source: kubernetes `pkg/apis/apps/validation.ValidateControllerRevision`. */
export const controllerRevisionStrategy: Strategy = {
  validate: ({ revision }) => nonNegative('revision', revision as Wire<V1ControllerRevision>['revision']),
  validateCreate: (object) => validateData(object as unknown as Wire<V1ControllerRevision>),
  validateUpdate: (next, current) => immutable('data', next.data, current.data),
};

/** Later it never changes. */
function validateData({ data }: Wire<V1ControllerRevision>): FieldError[] {
  const missing = data === undefined || data === null;
  const detail = missing ? 'data is mandatory' : 'data must be a valid JSON object';
  return isJsonObject(data) ? [] : [required('data', detail)];
}
