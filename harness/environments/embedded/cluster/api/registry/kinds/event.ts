import type { CoreV1Event } from '@kubernetes/client-node';
import type { KubeObject } from '../../objects/kube-object.ts';
import { validateEvent, validateEventUpdate, validateNewEvent } from '../../validation/event.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

const eventOf = (object: KubeObject) => object as unknown as Wire<CoreV1Event>;

/** Times and sources are no pointers in Go, and always written. */
function setDefaults(event: KubeObject): void {
  for (const name of ['eventTime', 'firstTimestamp', 'lastTimestamp']) event[name] ??= null;
  for (const name of ['reportingComponent', 'reportingInstance']) event[name] ??= '';
  event.source ??= {};
  const { series } = event as { series?: { lastObservedTime?: string | null } };
  if (series) series.lastObservedTime ??= null;
}

export const coreEventStrategy: Strategy = {
  checksMetadataLast: true,
  setDefaults,
  validate: (object) => validateEvent(eventOf(object), true),
};

/** Of `events.k8s.io`, which asks more of the same objects. */
export const eventStrategy: Strategy = {
  setDefaults,
  validate: (object) => validateEvent(eventOf(object), false),
  validateCreate: (object) => validateNewEvent(eventOf(object)),
  validateUpdate: (next, current) => validateEventUpdate(eventOf(next), eventOf(current)),
};
