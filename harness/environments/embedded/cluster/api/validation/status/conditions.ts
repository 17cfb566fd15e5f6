import { duplicate, type FieldError, invalidValue, notSupported, required } from '../../objects/field-error.ts';
import { checked, conditionReason, qualifiedName, requiredOr } from '../names.ts';

export interface StandardCondition {
  readonly type?: string;
  readonly status?: string;
  readonly observedGeneration?: number;
  readonly lastTransitionTime?: string | null;
  readonly reason?: string;
}

/** Source: apimachinery `metav1/validation.ValidateConditions`, 0.34. */
export function validateStandardConditions(field: string, conditions: readonly StandardCondition[] = []): FieldError[] {
  const seen = new Set<string>();
  return conditions.flatMap(({ type = '', status = '', observedGeneration = 0, ...rest }, index) => {
    const path = `${field}[${index}]`;
    const errors = requiredOr(`${path}.type`, type, qualifiedName);
    if (seen.has(type)) errors.push(duplicate(`${path}.type`, type));
    seen.add(type);
    if (!['False', 'True', 'Unknown'].includes(status))
      errors.push(notSupported(`${path}.status`, status, ['False', 'True', 'Unknown']));
    if (observedGeneration < 0) {
      const detail = 'must be greater than or equal to zero';
      errors.push(invalidValue(`${path}.observedGeneration`, observedGeneration, detail));
    }
    if (!rest.lastTransitionTime) errors.push(required(`${path}.lastTransitionTime`, ''));
    return rest.reason
      ? [...errors, ...checked(conditionReason, `${path}.reason`, rest.reason)]
      : [...errors, required(`${path}.reason`, '')];
  });
}
