import type { V1Container, V1EnvVar } from '@kubernetes/client-node';
import { type FieldError, invalidValue, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { validateFieldRef, validateResourceFieldRef } from './field-selectors.ts';
import { asPrefix, checked, configMapKey, dns1123Subdomain, envVarName, requiredOr } from './names.ts';

const fieldPaths = [
  ...['metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName'],
  ...['status.hostIP', 'status.hostIPs', 'status.podIP', 'status.podIPs'],
];

/** Source: kubernetes `ValidateEnv`, 1.34. */
export function validateEnv(field: string, variables: readonly Wire<V1EnvVar>[]): FieldError[] {
  return variables.flatMap((variable, index) => {
    const path = `${field}[${index}]`;
    return [
      ...requiredOr(`${path}.name`, variable.name, envVarName),
      ...validateValueFrom(`${path}.valueFrom`, variable),
    ];
  });
}

function validateValueFrom(field: string, { value, valueFrom }: Wire<V1EnvVar>): FieldError[] {
  if (!valueFrom) return [];
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  const errors: FieldError[] = [];
  if (fieldRef) errors.push(...validateFieldRef(`${field}.fieldRef`, fieldRef, fieldPaths));
  if (resourceFieldRef) errors.push(...validateResourceFieldRef(`${field}.resourceFieldRef`, resourceFieldRef, false));
  for (const [name, reference] of Object.entries({ configMapKeyRef, secretKeyRef })) {
    if (!reference) continue;
    const path = `${field}.${name}`;
    errors.push(...checked(dns1123Subdomain, `${path}.name`, reference.name ?? ''));
    errors.push(...requiredOr(`${path}.key`, reference.key, configMapKey));
  }
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef].filter(Boolean).length;
  if (sources === 0) {
    const choices = '`fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`';
    errors.push(invalidValue(field, '', `must specify one of: ${choices}`));
  } else if (value) {
    errors.push(invalidValue(field, '', 'may not be specified when `value` is not empty'));
  } else if (sources > 1) {
    errors.push(invalidValue(field, '', 'may not have more than one field specified at a time'));
  }
  return errors;
}

/** Source: kubernetes `ValidateEnvFrom`, 1.34. */
export function validateEnvFrom(field: string, sources: NonNullable<Wire<V1Container>['envFrom']>): FieldError[] {
  return sources.flatMap(({ prefix, configMapRef, secretRef }, index) => {
    const path = `${field}[${index}]`;
    const errors = prefix ? checked(envVarName, `${path}.prefix`, prefix) : [];
    for (const [kind, reference] of Object.entries({ configMapRef, secretRef })) {
      if (!reference) continue;
      if (!reference.name) errors.push(required(`${path}.${kind}.name`, ''));
      else errors.push(...checked(asPrefix(dns1123Subdomain), `${path}.${kind}.name`, reference.name));
    }
    const count = [configMapRef, secretRef].filter(Boolean).length;
    if (count === 0) errors.push(invalidValue(field, '', 'must specify one of: `configMapRef` or `secretRef`'));
    if (count > 1) errors.push(invalidValue(field, '', 'may not have more than one field specified at a time'));
    return errors;
  });
}
