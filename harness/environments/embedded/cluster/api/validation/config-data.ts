import type { V1ConfigMap, V1Secret } from '@kubernetes/client-node';
import { parseJson } from '../decoding/parse-json.ts';
import { type FieldError, forbiddenField, invalidValue, required, tooLong } from '../objects/field-error.ts';
import { isJsonObject, jsonEqual } from '../objects/json.ts';
import type { Wire } from '../wire.ts';
import { immutable } from './metadata.ts';
import { checked, configMapKey } from './names.ts';

/** In bytes of all values together. Source: `core.MaxSecretSize`. */
const maxData = 1024 * 1024;

export function validateSecret(secret: Wire<V1Secret>): FieldError[] {
  const { type, metadata } = secret;
  const data = secret.data ?? {};
  const errors = Object.keys(data).flatMap((key) => checked(configMapKey, `data[${key}]`, key));
  const size = Object.values(data).reduce((sum, value) => sum + Buffer.byteLength(value, 'base64'), 0);
  if (size > maxData) errors.push(tooLong('data', maxData));
  const mustHave = (...keys: string[]): void => {
    for (const key of keys) if (data[key] === undefined) errors.push(required(`data[${key}]`, ''));
  };
  switch (type) {
    case 'kubernetes.io/service-account-token': {
      const key = 'kubernetes.io/service-account.name';
      if (!metadata?.annotations?.[key]) errors.push(required(`metadata.annotations[${key}]`, ''));
      break;
    }
    case 'kubernetes.io/dockercfg':
      errors.push(...dockerConfig(data, '.dockercfg'));
      break;
    case 'kubernetes.io/dockerconfigjson':
      errors.push(...dockerConfig(data, '.dockerconfigjson'));
      break;
    case 'kubernetes.io/basic-auth':
      if (data.username === undefined && data.password === undefined) mustHave('username', 'password');
      break;
    case 'kubernetes.io/ssh-auth':
      if (!data['ssh-privatekey']) errors.push(required('data[ssh-privatekey]', ''));
      break;
    case 'kubernetes.io/tls':
      mustHave('tls.crt', 'tls.key');
      break;
  }
  return errors;
}

function dockerConfig(data: Readonly<Record<string, string>>, key: string): FieldError[] {
  const text = data[key];
  if (text === undefined) return [required(`data[${key}]`, '')];
  const problem = jsonProblem(Buffer.from(text, 'base64').toString('utf8'));
  return problem ? [invalidValue(`data[${key}]`, '<secret contents redacted>', problem)] : [];
}

/** Why a text is no JSON object, in Go's words. */
function jsonProblem(text: string): string | undefined {
  try {
    const { value } = parseJson(text);
    if (isJsonObject(value) || value === null) return undefined;
    const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
    return `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`;
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

export function validateSecretUpdate(next: Wire<V1Secret>, current: Wire<V1Secret>): FieldError[] {
  return [...immutable('type', next.type, current.type), ...frozenData(next, current, ['data'])];
}

export function validateConfigMap({ data = {}, binaryData = {} }: Wire<V1ConfigMap>): FieldError[] {
  const errors = Object.keys(data).flatMap((key) => [
    ...checked(configMapKey, `data[${key}]`, key),
    ...(key in binaryData ? [invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData')] : []),
  ]);
  errors.push(...Object.keys(binaryData).flatMap((key) => checked(configMapKey, `binaryData[${key}]`, key)));
  const size =
    Object.values(data).reduce((sum, value) => sum + Buffer.byteLength(value), 0) +
    Object.values(binaryData).reduce((sum, value) => sum + Buffer.byteLength(value, 'base64'), 0);
  return size > maxData ? [...errors, tooLong('[]', maxData)] : errors;
}

export function validateConfigMapUpdate(next: Wire<V1ConfigMap>, current: Wire<V1ConfigMap>): FieldError[] {
  return frozenData(next, current, ['data', 'binaryData']);
}

interface Freezable {
  immutable?: boolean;
  data?: Record<string, string>;
  binaryData?: Record<string, string>;
}

function frozenData(next: Freezable, current: Freezable, fields: readonly ('data' | 'binaryData')[]): FieldError[] {
  if (!current.immutable) return [];
  const detail = 'field is immutable when `immutable` is set';
  return [
    ...(next.immutable ? [] : [forbiddenField('immutable', detail)]),
    ...fields
      .filter((field) => !jsonEqual(next[field] ?? {}, current[field] ?? {}))
      .map((field) => forbiddenField(field, detail)),
  ];
}
