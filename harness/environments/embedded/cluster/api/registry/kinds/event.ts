import type { CoreV1Event } from '@kubernetes/client-node';
import type { KubeObject } from '../../objects/kube-object.ts';
import { validateEvent, validateEventUpdate, validateNewEvent } from '../../validation/event.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

const eventOf = (object: KubeObject) => object as unknown as Wire<CoreV1Event>;

export const coreEventStrategy: Strategy = {
  validate: (object) => validateEvent(eventOf(object), true),
};

/** Of `events.k8s.io`, which asks more of the same objects. */
export const eventStrategy: Strategy = {
  validate: (object) => validateEvent(eventOf(object), false),
  validateCreate: (object) => validateNewEvent(eventOf(object)),
  validateUpdate: (next, current) => validateEventUpdate(eventOf(next), eventOf(current)),
};
