import type {
  V2HorizontalPodAutoscaler,
  V2HPAScalingRules,
  V2MetricIdentifier,
  V2MetricSpec,
  V2MetricTarget,
} from '@kubernetes/client-node';
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../objects/field-error.ts';
import { quantityNanos } from '../objects/quantity.ts';
import type { Wire } from '../wire.ts';
import { pathSegment, validateLabelSelector } from './metadata.ts';
import { requiredOr } from './names.ts';

/** Rules of kubernetes `pkg/apis/autoscaling/validation`, 1.34. */
export function validateHorizontalPodAutoscaler({ spec }: Wire<V2HorizontalPodAutoscaler>): FieldError[] {
  const { minReplicas, maxReplicas = 0, scaleTargetRef, metrics = [], behavior } = spec ?? {};
  const errors: FieldError[] = [];
  if (minReplicas !== undefined && minReplicas < 1) {
    errors.push(invalidValue('spec.minReplicas', minReplicas, 'must be greater than or equal to 1'));
  }
  if (maxReplicas < 1) errors.push(invalidValue('spec.maxReplicas', maxReplicas, 'must be greater than 0'));
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    errors.push(invalidValue('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'));
  }
  errors.push(...requiredOr('spec.scaleTargetRef.kind', scaleTargetRef?.kind, pathSegment));
  errors.push(...requiredOr('spec.scaleTargetRef.name', scaleTargetRef?.name, pathSegment));
  const { apiVersion = '' } = scaleTargetRef ?? {};
  const parts = apiVersion.split('/');
  if (parts.length > 2) {
    const detail = `unexpected GroupVersion string: ${apiVersion}`;
    errors.push(invalidValue('spec.scaleTargetRef.apiVersion', apiVersion, detail));
  } else if (parts.length < 2 || !parts[0]) {
    errors.push(invalidValue('spec.scaleTargetRef.apiVersion', apiVersion, 'apiVersion must specify API group'));
  }
  errors.push(...metrics.flatMap((metric, index) => validateMetric(`spec.metrics[${index}]`, metric)));
  if (minReplicas === 0 && !metrics.some(({ object, external }) => object ?? external)) {
    const detail = 'must specify at least one Object or External metric to support scaling to zero replicas';
    errors.push(forbiddenField('spec.metrics', detail));
  }
  for (const [side, rules] of Object.entries({ scaleUp: behavior?.scaleUp, scaleDown: behavior?.scaleDown })) {
    if (rules) errors.push(...validateScaling(`spec.behavior.${side}`, rules));
  }
  return errors;
}

const sources = ['object', 'external', 'pods', 'resource', 'containerResource'] as const;
type Source = (typeof sources)[number];
const typeNames = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];

function validateMetric(field: string, metric: Wire<V2MetricSpec>): FieldError[] {
  const errors: FieldError[] = [];
  const { type } = metric;
  if (!type) errors.push(required(`${field}.type`, 'must specify a metric source type'));
  const unknown = !typeNames.includes(type);
  if (unknown) errors.push(notSupported(`${field}.type`, type, typeNames));
  const present = sources.filter((source) => metric[source]);
  const [first] = present;
  if (first) errors.push(...validateSource(`${field}.${first}`, first, metric));
  const expected = `${type?.slice(0, 1).toLowerCase()}${type?.slice(1)}` as Source;
  // The server looks for the source of an unknown type as well, and finds its type unknown again.
  if (unknown) errors.push(notSupported(`${field}.type`, type, typeNames));
  else if (!present.includes(expected)) {
    errors.push(required(`${field}.${expected}`, 'must populate information for the given metric source'));
  }
  if (present.length === 1) return errors;
  const others = present.filter((source) => source !== expected);
  return [
    ...errors,
    ...others.map((source) => forbiddenField(`${field}.${source}`, 'must populate the given metric source only')),
  ];
}

function validateSource(field: string, source: Source, metric: Wire<V2MetricSpec>): FieldError[] {
  switch (source) {
    case 'resource':
    case 'containerResource':
      return validateResource(field, source, metric);
    case 'pods':
      return [
        ...validateIdentifier(`${field}.metric`, metric.pods?.metric),
        ...validateTarget(`${field}.target`, metric.pods?.target),
        ...(positive(metric.pods?.target?.averageValue)
          ? []
          : [required(`${field}.target.averageValue`, 'must specify a positive target averageValue')]),
      ];
    case 'object':
      return [
        ...requiredOr(`${field}.describedObject.kind`, metric.object?.describedObject?.kind, pathSegment),
        ...requiredOr(`${field}.describedObject.name`, metric.object?.describedObject?.name, pathSegment),
        ...validateIdentifier(`${field}.metric`, metric.object?.metric),
        ...validateTarget(`${field}.target`, metric.object?.target),
        ...eitherValue(`${field}.target`, metric.object?.target, 'value or averageValue'),
      ];
    case 'external':
      return [
        ...validateIdentifier(`${field}.metric`, metric.external?.metric),
        ...validateTarget(`${field}.target`, metric.external?.target),
        ...eitherValue(`${field}.target`, metric.external?.target, 'value for metric or a per-pod target'),
        ...(metric.external?.target?.value && metric.external.target.averageValue
          ? [forbiddenField(`${field}.target.value`, 'may not set both a target value for metric and a per-pod target')]
          : []),
      ];
  }
}

function validateResource(field: string, source: 'resource' | 'containerResource', metric: Wire<V2MetricSpec>) {
  const errors: FieldError[] = [];
  if (!metric[source]?.name) errors.push(required(`${field}.name`, 'must specify a resource name'));
  if (source === 'containerResource' && !metric.containerResource?.container) {
    errors.push(required(`${field}.container`, 'must specify a container'));
  }
  const target = metric[source]?.target;
  errors.push(...validateTarget(`${field}.target`, target));
  const { averageUtilization, averageValue } = target ?? {};
  if (averageUtilization === undefined && averageValue === undefined) {
    const detail = 'must set either a target raw value or a target utilization';
    errors.push(required(`${field}.target.averageUtilization`, detail));
  }
  if (averageUtilization !== undefined && averageValue !== undefined) {
    const detail = 'may not set both a target raw value and a target utilization';
    errors.push(forbiddenField(`${field}.target.averageValue`, detail));
  }
  return errors;
}

function eitherValue(field: string, target: Wire<V2MetricTarget> | undefined, wanted: string): FieldError[] {
  if (target?.value !== undefined || target?.averageValue !== undefined) return [];
  return [required(`${field}.averageValue`, `must set either a target ${wanted}`)];
}

function validateIdentifier(field: string, metric: Wire<V2MetricIdentifier> | undefined): FieldError[] {
  return [
    ...(metric?.name ? [] : [required(`${field}.name`, 'must specify a metric name')]),
    ...(metric?.selector ? validateLabelSelector(`${field}.selector`, metric.selector) : []),
  ];
}

function positive(value: string | undefined): boolean {
  return value !== undefined && quantityNanos(value) > 0n;
}

const targetTypes = ['Utilization', 'Value', 'AverageValue'];

function validateTarget(field: string, target: Wire<V2MetricTarget> | undefined): FieldError[] {
  const { type, value, averageValue, averageUtilization } = target ?? {};
  const errors: FieldError[] = [];
  if (!type) errors.push(required(`${field}.type`, 'must specify a metric target type'));
  if (!targetTypes.includes(type ?? '')) {
    errors.push(invalidValue(`${field}.type`, type ?? '', 'must be either Utilization, Value, or AverageValue'));
  }
  for (const [name, amount] of Object.entries({ value, averageValue })) {
    if (amount !== undefined && !positive(amount)) {
      errors.push(invalidValue(`${field}.${name}`, amount, 'must be positive'));
    }
  }
  if (averageUtilization !== undefined && averageUtilization < 1) {
    errors.push(invalidValue(`${field}.averageUtilization`, averageUtilization, 'must be greater than 0'));
  }
  return errors;
}

function validateScaling(field: string, rules: Wire<V2HPAScalingRules>): FieldError[] {
  const { stabilizationWindowSeconds: window, selectPolicy, policies = [] } = rules;
  const errors: FieldError[] = [];
  const bounded = (name: string, value: number | undefined, limit: number, floor: number, rule: string): void => {
    if (value === undefined) return;
    if (value < floor) errors.push(invalidValue(name, value, rule));
    if (value > limit) errors.push(invalidValue(name, value, `must be less than or equal to ${limit}`));
  };
  bounded(`${field}.stabilizationWindowSeconds`, window, 3600, 0, 'must be greater than or equal to zero');
  const choices = ['Disabled', 'Max', 'Min'];
  if (selectPolicy !== undefined && !choices.includes(selectPolicy)) {
    errors.push(notSupported(`${field}.selectPolicy`, selectPolicy, choices));
  }
  if (!policies.length) errors.push(required(`${field}.policies`, 'must specify at least one Policy'));
  for (const [index, { type, value, periodSeconds }] of policies.entries()) {
    const place = `${field}.policies[${index}]`;
    if (type !== 'Pods' && type !== 'Percent') errors.push(notSupported(`${place}.type`, type, ['Percent', 'Pods']));
    if (!(value > 0)) errors.push(invalidValue(`${place}.value`, value, 'must be greater than zero'));
    bounded(`${place}.periodSeconds`, periodSeconds, 1800, 1, 'must be greater than zero');
  }
  return errors;
}
