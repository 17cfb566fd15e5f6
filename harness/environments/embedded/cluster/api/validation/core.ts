import { isIP } from 'node:net';
import type { V1ConfigMap, V1Secret, V1Service } from '@kubernetes/client-node';
import {
  duplicate,
  type FieldError,
  forbiddenField,
  invalidValue,
  notSupported,
  required,
  tooLong,
} from '../objects/field-error.ts';
import { jsonEqual } from '../objects/json.ts';
import type { Wire } from '../wire.ts';
import { immutable, validateLabels } from './metadata.ts';
import { checked, configMapKey, dns1123Label, dns1123Subdomain, oneOf, portNumber, portNumberOrName } from './names.ts';

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
      mustHave('ssh-privatekey');
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
  try {
    JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
    return [];
  } catch {
    return [invalidValue(`data[${key}]`, '<secret contents redacted>', 'unexpected end of JSON input')];
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

const serviceTypes = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

export function validateService({ spec }: Wire<V1Service>): FieldError[] {
  if (!spec) return [required('spec.ports', '')];
  const errors: FieldError[] = [];
  const ports = spec.ports ?? [];
  const headless = spec.clusterIP === 'None';
  if (!ports.length && !headless && spec.type !== 'ExternalName') errors.push(required('spec.ports', ''));
  if (spec.type === 'ExternalName') {
    if (spec.clusterIP)
      errors.push(invalidValue('spec.clusterIPs', [spec.clusterIP], 'may not be set for ExternalName services'));
    if (spec.externalName)
      errors.push(...checked(dns1123Subdomain, 'spec.externalName', spec.externalName.replace(/\.$/, '')));
    else errors.push(required('spec.externalName', ''));
  }
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const field = `spec.ports[${index}]`;
    if (!port.name && ports.length > 1) errors.push(required(`${field}.name`, ''));
    else if (port.name) {
      errors.push(...checked(dns1123Label, `${field}.name`, port.name));
      if (names.has(port.name)) errors.push(duplicate(`${field}.name`, port.name));
      names.add(port.name);
    }
    errors.push(...portNumber(port.port).map((problem) => invalidValue(`${field}.port`, port.port, problem)));
    errors.push(...oneOf(`${field}.protocol`, port.protocol, ['SCTP', 'TCP', 'UDP']));
    errors.push(...portNumberOrName(`${field}.targetPort`, port.targetPort));
  }
  errors.push(...validateLabels('spec.selector', spec.selector));
  errors.push(...oneOf('spec.sessionAffinity', spec.sessionAffinity, ['ClientIP', 'None']));
  if (spec.clusterIP && !headless && !isIP(spec.clusterIP)) {
    const rule = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
    errors.push(invalidValue('spec.clusterIPs[0]', spec.clusterIP, rule));
  }
  if (!serviceTypes.includes(spec.type ?? '')) errors.push(notSupported('spec.type', spec.type ?? '', serviceTypes));
  const used = new Map<string, number>();
  for (const [index, { port, protocol, nodePort }] of ports.entries()) {
    const place = `${protocol}/${port}`;
    if (used.has(place)) errors.push(duplicate(`spec.ports[${index}]`, goServicePort(protocol, port)));
    used.set(place, index);
    if (nodePort && spec.type === 'ClusterIP') {
      errors.push(forbiddenField(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'"));
    }
  }
  return errors;
}

/** The server prints its internal structure, with only what makes the duplicate. */
function goServicePort(protocol: string | undefined, port: number): unknown {
  return { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 };
}

export function validateServiceUpdate(next: Wire<V1Service>, current: Wire<V1Service>): FieldError[] {
  const [asked, had] = [next.spec?.clusterIP, current.spec?.clusterIP];
  if (!asked || !had || asked === had || next.spec?.type === 'ExternalName' || current.spec?.type === 'ExternalName')
    return [];
  return [invalidValue('spec.clusterIPs[0]', [asked], 'may not change once set')];
}
