import type { CoreV1Event } from '@kubernetes/client-node';
import { type FieldError, invalidValue, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { immutable } from './metadata.ts';
import { asPrefix, checked, dns1123Subdomain, qualifiedName } from './names.ts';

type Event = Wire<CoreV1Event>;

const shared = new Set(['default', 'kube-system']);

/** Source: kubernetes `legacyValidateEvent`, 1.34. The API that was spoken decides what a field is called. */
export function validateEvent(event: Event, legacy: boolean): FieldError[] {
  const { metadata, involvedObject, eventTime, message = '' } = event;
  const namespace = metadata?.namespace ?? '';
  const subject = involvedObject?.namespace ?? '';
  const errors: FieldError[] = [];
  const elsewhere = invalidValue('involvedObject.namespace', subject, 'does not match event.namespace');
  if (!eventTime) {
    if (subject ? subject !== namespace : namespace && namespace !== 'default') errors.push(elsewhere);
  } else {
    if (!subject && !shared.has(namespace)) errors.push(elsewhere);
    const { reportingComponent: controller = '', reportingInstance = '', action = '', reason = '' } = event;
    const path = legacy ? 'reportingComponent' : 'reportingController';
    if (!controller) errors.push(required(path, ''));
    errors.push(...checked(qualifiedName, path, controller));
    for (const [name, value] of Object.entries({ reportingInstance, action, reason })) {
      if (!value) errors.push(required(name, ''));
      if (Buffer.byteLength(value) > 128) errors.push(invalidValue(name, '', 'can have at most 128 characters'));
    }
    if (Buffer.byteLength(message) > 1024) errors.push(invalidValue('message', '', 'can have at most 1024 characters'));
  }
  return [...errors, ...checked(dns1123Subdomain, 'namespace', namespace)];
}

/** What the newer API asks beyond that. Source: kubernetes `ValidateEventCreate`, 1.34. */
export function validateNewEvent(event: Event): FieldError[] {
  const { metadata, eventTime, type = '', firstTimestamp, lastTimestamp, count, source } = event;
  const errors = validateSeries(event);
  if (metadata?.generateName)
    errors.push(...checked(asPrefix(dns1123Subdomain), 'metadata.generateName', metadata.generateName));
  if (metadata?.name) errors.push(...checked(dns1123Subdomain, 'metadata.name', metadata.name));
  if (!eventTime) errors.push(required('eventTime', ''));
  if (type !== 'Normal' && type !== 'Warning') errors.push(invalidValue('type', '', `has invalid value: ${type}`));
  const unset = { firstTimestamp, lastTimestamp, count, source: source?.component || source?.host };
  for (const [name, value] of Object.entries(unset))
    if (value) errors.push(invalidValue(name, '', 'needs to be unset'));
  return errors;
}

function validateSeries({ series }: Event): FieldError[] {
  if (!series) return [];
  return [
    ...((series.count ?? 0) < 2 ? [invalidValue('series.count', '', 'should be at least 2')] : []),
    ...(series.lastObservedTime ? [] : [required('series.lastObservedTime', '')]),
  ];
}

const fixed = [
  ...(['reason', 'message', 'source', 'firstTimestamp', 'lastTimestamp', 'count', 'type'] as const),
  ...(['eventTime', 'action', 'related', 'reportingInstance'] as const),
];

/** Source: kubernetes `ValidateEventUpdate`, 1.34; only the newer API is strict. */
export function validateEventUpdate(next: Event, current: Event): FieldError[] {
  const same = JSON.stringify(next.series) === JSON.stringify(current.series);
  return [
    ...(same ? [] : validateSeries(next)),
    ...immutable('involvedObject', next.involvedObject ?? {}, current.involvedObject ?? {}),
    ...fixed.flatMap((name) => immutable(name, next[name] ?? '', current[name] ?? '')),
    ...immutable('reportingController', next.reportingComponent, current.reportingComponent),
  ];
}
