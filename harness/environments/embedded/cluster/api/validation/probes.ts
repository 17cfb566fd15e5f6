import type { V1Container, V1LifecycleHandler, V1Probe } from '@kubernetes/client-node';
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { checked, httpHeaderName, nonNegative, portNumberOrName } from './names.ts';

/** Probes and hooks. Source: kubernetes `validateProbe` and `validateLifecycle`, 1.34. */
export function validateProbes(field: string, container: Wire<V1Container>, gracePeriod: number): FieldError[] {
  const { livenessProbe, readinessProbe, startupProbe, lifecycle } = container;
  return [
    ...(['postStart', 'preStop'] as const).flatMap((name) =>
      lifecycle?.[name] ? validateHandler(`${field}.lifecycle.${name}`, lifecycle[name], gracePeriod) : [],
    ),
    ...validateProbe(`${field}.livenessProbe`, livenessProbe, gracePeriod, true),
    ...validateProbe(`${field}.readinessProbe`, readinessProbe, gracePeriod, false),
    ...validateProbe(`${field}.startupProbe`, startupProbe, gracePeriod, true),
  ];
}

const seconds = [
  ...(['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds'] as const),
  ...(['successThreshold', 'failureThreshold'] as const),
];

function validateProbe(
  field: string,
  probe: Wire<V1Probe> | undefined,
  gracePeriod: number,
  once: boolean,
): FieldError[] {
  if (!probe) return [];
  const errors = validateHandler(field, probe, gracePeriod);
  for (const name of seconds) errors.push(...nonNegative(`${field}.${name}`, probe[name]));
  const grace = probe.terminationGracePeriodSeconds;
  if (grace !== undefined && grace <= 0) {
    errors.push(invalidValue(`${field}.terminationGracePeriodSeconds`, grace, 'must be greater than 0'));
  }
  if (once && probe.successThreshold !== 1) {
    errors.push(invalidValue(`${field}.successThreshold`, probe.successThreshold, 'must be 1'));
  }
  if (!once && grace !== undefined) {
    errors.push(invalidValue(`${field}.terminationGracePeriodSeconds`, grace, 'must not be set for readinessProbes'));
  }
  return errors;
}

type Handler = Wire<V1LifecycleHandler> & Pick<Wire<V1Probe>, 'grpc'>;

function validateHandler(field: string, handler: Handler, gracePeriod: number): FieldError[] {
  const errors: FieldError[] = [];
  let handlers = 0;
  for (const name of ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const) {
    if (!handler[name]) continue;
    if (handlers++) errors.push(forbiddenField(`${field}.${name}`, 'may not specify more than 1 handler type'));
    else errors.push(...validateAction(`${field}.${name}`, name, handler, gracePeriod));
  }
  return handlers ? errors : [required(field, 'must specify a handler type')];
}

function validateAction(
  field: string,
  name: string,
  { exec, httpGet, tcpSocket, grpc, sleep }: Handler,
  gracePeriod: number,
): FieldError[] {
  if (name === 'exec') return exec?.command?.length ? [] : [required(`${field}.command`, '')];
  if (name === 'tcpSocket') return portNumberOrName(`${field}.port`, tcpSocket?.port);
  if (name === 'grpc') return portNumberOrName(`${field}.port`, grpc?.port);
  if (name === 'sleep') {
    const wanted = sleep?.seconds ?? 0;
    const detail = `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod})`;
    return wanted < 0 || wanted > gracePeriod ? [invalidValue(field, wanted, detail)] : [];
  }
  const scheme = httpGet?.scheme ?? '';
  return [
    ...(httpGet?.path ? [] : [required(`${field}.path`, '')]),
    ...portNumberOrName(`${field}.port`, httpGet?.port),
    ...(['HTTP', 'HTTPS'].includes(scheme) ? [] : [notSupported(`${field}.scheme`, scheme, ['HTTP', 'HTTPS'])]),
    ...(httpGet?.httpHeaders ?? []).flatMap((header) =>
      checked(httpHeaderName, `${field}.httpHeaders`, header.name ?? ''),
    ),
  ];
}
