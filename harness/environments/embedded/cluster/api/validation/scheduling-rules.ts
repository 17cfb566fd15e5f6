import type { V1PodSpec, V1Toleration, V1TopologySpreadConstraint } from '@kubernetes/client-node';
import { duplicate, type FieldError, invalidValue, notSupported, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { validateLabelKeys } from './affinity.ts';
import { validateLabelSelector } from './metadata.ts';
import { checked, labelValue, oneOfIfSet, qualifiedName } from './names.ts';

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Source: kubernetes `ValidateTolerations`, 1.34. */
export function validateTolerations(field: string, tolerations: readonly Wire<V1Toleration>[] = []): FieldError[] {
  return tolerations.flatMap(({ key, operator, value = '', effect, tolerationSeconds }, index) => {
    const path = `${field}[${index}]`;
    const errors = key ? checked(qualifiedName, `${path}.key`, key) : [];
    if (!key && operator !== 'Exists') {
      const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
      errors.push(invalidValue(`${path}.operator`, operator ?? '', detail));
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      const detail = "effect must be 'NoExecute' when `tolerationSeconds` is set";
      errors.push(invalidValue(`${path}.effect`, effect ?? '', detail));
    }
    if (!operator || operator === 'Equal') {
      const problems = labelValue(value);
      if (problems.length) errors.push(invalidValue(`${path}.operator`, value, problems.join(';')));
    } else if (operator !== 'Exists') {
      errors.push(notSupported(`${path}.operator`, operator, ['Equal', 'Exists']));
    } else if (value) {
      errors.push(invalidValue(`${path}.operator`, value, "value must be empty when `operator` is 'Exists'"));
    }
    if (effect && !effects.includes(effect)) errors.push(notSupported(`${path}.effect`, effect, effects));
    return errors;
  });
}

/** Source: kubernetes `validateTopologySpreadConstraints`, 1.34. */
export function validateTopologySpread(
  field: string,
  constraints: readonly Wire<V1TopologySpreadConstraint>[] = [],
): FieldError[] {
  return constraints.flatMap((constraint, index) => {
    const path = `${field}[${index}]`;
    const { maxSkew = 0, topologyKey = '', whenUnsatisfiable: action = '', minDomains, labelSelector } = constraint;
    const errors: FieldError[] = [];
    if (maxSkew <= 0) errors.push(invalidValue(`${path}.maxSkew`, maxSkew, 'must be greater than zero'));
    if (!topologyKey) errors.push(required(`${path}.topologyKey`, 'can not be empty'));
    errors.push(...oneOfIfSet(`${path}.whenUnsatisfiable`, action, ['DoNotSchedule', 'ScheduleAnyway']));
    const repeated = constraints
      .slice(index + 1)
      .some((other) => (other.topologyKey ?? '') === topologyKey && (other.whenUnsatisfiable ?? '') === action);
    if (repeated) errors.push(duplicate(`${path}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${action}}`));
    if (minDomains !== undefined) {
      if (minDomains <= 0) errors.push(invalidValue(`${path}.minDomains`, minDomains, 'must be greater than zero'));
      const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`;
      if (action !== 'DoNotSchedule') errors.push(invalidValue(`${path}.minDomains`, minDomains, detail));
    }
    for (const part of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const)
      errors.push(...oneOfIfSet(`${path}.${part}`, constraint[part], ['Honor', 'Ignore']));
    errors.push(...validateLabelKeys(path, labelSelector, constraint.matchLabelKeys));
    return [...errors, ...validateLabelSelector(`${path}.labelSelector`, labelSelector)];
  });
}

/** Source: kubernetes `validateReadinessGates` and `validateSchedulingGates`, 1.34. */
export function validateGates(field: string, { readinessGates, schedulingGates }: Wire<V1PodSpec>): FieldError[] {
  const seen = new Set<string>();
  return [
    ...(readinessGates ?? []).flatMap(({ conditionType = '' }, index) =>
      checked(qualifiedName, `${field}.readinessGates[${index}].conditionType`, conditionType),
    ),
    ...(schedulingGates ?? []).flatMap(({ name = '' }, index) => {
      const path = `${field}.schedulingGates[${index}]`;
      const repeated = seen.has(name) ? [duplicate(path, name)] : [];
      seen.add(name);
      return [...checked(qualifiedName, path, name), ...repeated];
    }),
  ];
}
