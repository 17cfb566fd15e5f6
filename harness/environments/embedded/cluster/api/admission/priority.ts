import { forbidden } from '../objects/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { ObjectStorage } from '../storage/object-storage.ts';

const classes = 'priorityclasses.scheduling.k8s.io';

interface PriorityClass extends KubeObject {
  readonly value?: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: string;
}

interface PodSpec {
  priority?: number;
  priorityClassName?: string;
  preemptionPolicy?: string;
}

/** Priority, for pods. Throws ApiError Forbidden. Source: kubernetes `plugin/pkg/admission/priority`. */
export function givePriority(storage: ObjectStorage, type: ResourceType, object: KubeObject): void {
  const spec = object.spec as PodSpec | undefined;
  if (!spec) return;
  const { name } = object.metadata;
  const refuse = (what: string, given: unknown, computed: unknown): never => {
    const rule = `must not be provided in pod spec; priority admission controller computed ${computed} from the given PriorityClass name`;
    throw forbidden(type, name, `the ${what} (${given}) ${rule}`);
  };
  const chosen = spec.priorityClassName
    ? (storage.get(classes, { name: spec.priorityClassName }) as PriorityClass | undefined)
    : defaultClass(storage);
  if (spec.priorityClassName && !chosen) {
    throw forbidden(type, name, `no PriorityClass with name ${spec.priorityClassName} was found`);
  }
  if (chosen) spec.priorityClassName = chosen.metadata.name;
  const value = chosen?.value ?? 0;
  const policy = chosen?.preemptionPolicy ?? 'PreemptLowerPriority';
  if (spec.priority !== undefined && spec.priority !== value) refuse('integer value of priority', spec.priority, value);
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) {
    refuse('string value of PreemptionPolicy', spec.preemptionPolicy, policy);
  }
  spec.priority = value;
  spec.preemptionPolicy = policy;
}

/** Priority, for classes: only one can be the default. Throws ApiError Forbidden. */
export function requireOneDefault(storage: ObjectStorage, type: ResourceType, object: KubeObject): void {
  if (!(object as PriorityClass).globalDefault) return;
  const present = defaultClass(storage);
  if (!present || present.metadata.name === object.metadata.name) return;
  const rule = 'is already marked as default. Only one default can exist';
  throw forbidden(type, object.metadata.name, `PriorityClass ${present.metadata.name} ${rule}`);
}

function defaultClass(storage: ObjectStorage): PriorityClass | undefined {
  return (storage.list(classes) as PriorityClass[]).find(({ globalDefault }) => globalDefault);
}

/** An update that leaves out what admission computed at creation keeps it. */
export function keepPriority(object: KubeObject, current: KubeObject): void {
  const [next, before] = [object.spec as PodSpec | undefined, current.spec as PodSpec | undefined];
  if (!next || !before) return;
  if (before.priority !== undefined) next.priority ??= before.priority;
  if (before.preemptionPolicy !== undefined) next.preemptionPolicy ??= before.preemptionPolicy;
}
