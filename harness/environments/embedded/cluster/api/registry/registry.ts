import { randomUUID } from 'node:crypto';
import { ApiError, alreadyExists, conflict, forbidden, invalid, notFound } from '../objects/api-error.ts';
import { cloneJson, jsonEqual } from '../objects/json.ts';
import { type KubeObject, timestamp } from '../objects/kube-object.ts';
import type { ObjectStorage, StorageKey } from '../storage/object-storage.ts';
import { immutable, validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { repeatedMetadataErrors } from '../validation/repeated-metadata.ts';
import { validateStatus } from '../validation/status/validate-status.ts';
import { requireSameUid, requireSameVersion } from './preconditions.ts';
import { randomSuffix } from './random-suffix.ts';
import type { ResourceType } from './resource-type.ts';
import type { ServedTypes } from './served-types.ts';
import { strategyOf } from './strategies.ts';
import type { Strategy, WriteContext } from './strategy.ts';

/** Steps between defaulting and storage that look beyond the object itself. */
export interface Admission {
  /** May change the object. Runs before validation. */
  mutate(type: ResourceType, object: KubeObject, current: KubeObject | undefined): void;
  /** Runs after validation; returns warnings. */
  validate(type: ResourceType, object: KubeObject, current: KubeObject | undefined, context: WriteContext): string[];
  /** Runs when the object is as good as stored, for what must not be taken twice (addresses, ports). */
  allocate(type: ResourceType, object: KubeObject, current: KubeObject | undefined): void;
}

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number | undefined;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan' | undefined;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string } | undefined;
  readonly dryRun?: boolean;
}

/** Records which manager owns which field. */
export type FieldTracker = (
  type: ResourceType,
  next: KubeObject,
  current: KubeObject | undefined,
  context: WriteContext,
) => void;

/** Create, update and delete with everything a Kubernetes API server does around storing. */
export class Registry {
  readonly storage: ObjectStorage;
  readonly types: ServedTypes;
  readonly #admission: Admission;
  readonly #trackFields: FieldTracker;

  constructor(storage: ObjectStorage, types: ServedTypes, admission: Admission, trackFields: FieldTracker) {
    this.storage = storage;
    this.types = types;
    this.#admission = admission;
    this.#trackFields = trackFields;
  }

  get(type: ResourceType, key: StorageKey): KubeObject {
    const object = this.storage.get(type.storage, key);
    if (!object) throw notFound(type, key.name);
    return object;
  }

  /** Throws ApiError: BadRequest, NotFound (namespace), Forbidden, Invalid, AlreadyExists. */
  create(type: ResourceType, object: KubeObject, context: WriteContext = {}): KubeObject {
    const draft = cloneJson(object);
    const strategy = strategyOf(type);
    const { metadata } = draft;
    if (!context.dryRun && metadata.resourceVersion && metadata.resourceVersion !== '0')
      throw new ApiError(500, '', 'resourceVersion should not be set on objects to be created');
    strategy.setDefaults?.(draft);
    if (metadata.generateName && !metadata.name) metadata.name = metadata.generateName + randomSuffix();
    for (const field of ['deletionTimestamp', 'deletionGracePeriodSeconds', 'selfLink'] as const) {
      delete metadata[field];
    }
    if (!context.managesFields) delete metadata.managedFields;
    metadata.uid = randomUUID();
    metadata.creationTimestamp = timestamp();
    metadata.name ??= '';
    const { status } = draft;
    if (hasStatus(type)) delete draft.status;
    this.#trackFields(type, draft, undefined, context);
    if (type.kind === 'Node' && status !== undefined) draft.status = status;
    this.#admission.mutate(type, draft, undefined);
    if (countsGenerations(type)) metadata.generation = 1;
    strategy.prepareForCreate?.(draft);
    if (hasStatus(type) && !type.custom) draft.status ??= {};
    const own = [...(strategy.validate?.(draft) ?? []), ...(strategy.validateCreate?.(draft) ?? [])];
    const errors = strategy.checksMetadataLast && own.length ? own : [...validateMetadata(type.storage, draft), ...own];
    if (errors.length) throw invalid(type, metadata.name, errors);
    const warnings = [
      ...(strategy.warnings?.(draft, undefined) ?? []),
      ...this.#admission.validate(type, draft, undefined, context),
    ];
    context.warnings?.push(...warnings);
    if (this.storage.get(type.storage, metadata)) throw alreadyExists(type, metadata.name);
    this.#admission.allocate(type, draft, undefined);
    return context.dryRun ? draft : this.storage.put(type.storage, draft);
  }

  /**
   * Replaces an object by what `change` makes of a copy of it. Throws ApiError: NotFound, Conflict for another
   * resourceVersion or uid, Invalid, Forbidden, and what `change` throws.
   */
  update(
    type: ResourceType,
    key: StorageKey,
    change: (copy: KubeObject) => KubeObject,
    context: WriteContext = {},
  ): KubeObject {
    const current = this.get(type, key);
    const next = cloneJson(change(cloneJson(current)));
    const strategy = strategyOf(type);
    const { metadata } = next;
    if (!context.isPatch) requireSameUid(type, next, current);
    requireSameVersion(type, next, current);
    const otherUid = immutable('metadata.uid', metadata.uid ?? current.metadata.uid, current.metadata.uid);
    strategy.setDefaults?.(next);
    keepSystemFields(next, current, context);
    if (context.subresource === 'status') keepAllButStatus(next, current);
    else if (hasStatus(type)) keepStatus(next, current);
    this.#trackFields(type, next, current, context);
    this.#admission.mutate(type, next, current);
    strategy.prepareForUpdate?.(next, current);
    if (countsGenerations(type)) {
      const counted = context.subresource === 'status' ? undefined : strategy.countedMetadata;
      metadata.generation = nextGeneration(next, current, counted);
    }
    const errors = [
      // Asked by the general code, and once more by that of the kind.
      ...validateMetadataUpdate(next, current),
      ...otherUid,
      ...repeatedMetadataErrors(type.storage, next),
      ...otherUid,
      ...validateMetadata(type.storage, next, true),
      ...validateMetadataUpdate(next, current),
      ...(strategy.validate && (type.custom || context.subresource !== 'status') ? strategy.validate(next) : []),
      ...(strategy.validateUpdate && context.subresource !== 'status' ? strategy.validateUpdate(next, current) : []),
      // What the cluster itself writes it has computed.
      ...(context.subresource === 'status' && context.user ? validateStatus(type.storage, next, current) : []),
    ];
    if (errors.length) throw invalid(type, key.name, errors);
    const warnings = [
      ...(context.subresource === 'status' ? [] : (strategy.warnings?.(next, current) ?? [])),
      ...this.#admission.validate(type, next, current, context),
    ];
    context.warnings?.push(...warnings);
    this.#admission.allocate(type, next, current);
    if (context.dryRun) return next;
    const unchanged = { ...next, metadata: { ...metadata, resourceVersion: current.metadata.resourceVersion } };
    if (jsonEqual(unchanged, current)) return current;
    return this.#removeIfFinished(type, next) ? next : this.storage.put(type.storage, next);
  }

  /** Returns the object as it is after the call: gone, or with its deletionTimestamp. Throws ApiError: NotFound, Conflict. */
  delete(type: ResourceType, key: StorageKey, options: DeleteOptions = {}): { object: KubeObject; gone: boolean } {
    const current = this.get(type, key);
    const { metadata } = current;
    const { preconditions } = options;
    // Named by kind here, as by nobody else. Source: apiserver `storage/errors`.
    const byKind = { group: type.group, plural: type.kind };
    if (preconditions?.uid && preconditions.uid !== metadata.uid) {
      const uids = `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${metadata.uid})`;
      throw conflict(byKind, key.name, `${uids}. The object might have been deleted and then recreated`);
    }
    if (preconditions?.resourceVersion && preconditions.resourceVersion !== metadata.resourceVersion) {
      const versions = `the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion})`;
      throw conflict(byKind, key.name, `${versions}. The object might have been modified`);
    }
    if (type.kind === 'Namespace') this.#refuseProtectedNamespace(type, key.name);
    const grace = gracePeriod(type, current, options.gracePeriodSeconds);
    const owed = strategyOf(type).deletionFinalizers ?? [];
    const finalizers = finalizersFor(current, options.propagationPolicy ?? defaultPropagation(type), owed);
    if (type.kind === 'Namespace') return { object: this.#terminateNamespace(type, current, options), gone: false };
    const isGraceful = grace !== undefined;
    if (!isGraceful && !finalizers.length) {
      return { object: options.dryRun ? current : (this.storage.remove(type.storage, key) ?? current), gone: true };
    }
    const pending = metadata.deletionGracePeriodSeconds;
    const shortened = isGraceful && (pending === undefined || grace < pending);
    if (metadata.deletionTimestamp && !shortened && jsonEqual(finalizers, metadata.finalizers ?? [])) {
      return { object: current, gone: false };
    }
    const next = cloneJson(current);
    if (!metadata.deletionTimestamp || shortened) {
      next.metadata.deletionTimestamp = timestamp(Date.now() + (grace ?? 0) * 1000);
      next.metadata.deletionGracePeriodSeconds = grace ?? 0;
    }
    if (!metadata.deletionTimestamp && metadata.generation !== undefined)
      next.metadata.generation = metadata.generation + 1;
    if (finalizers.length) next.metadata.finalizers = finalizers;
    const gone = !grace && !finalizers.length;
    if (options.dryRun) return { object: next, gone };
    const marked = this.storage.put(type.storage, next);
    // What ends gracefully is seen to end before it is gone. Source: apiserver `registry/generic/registry.Store.Delete`.
    return { object: (gone && this.storage.remove(type.storage, key)) || marked, gone };
  }

  /** Takes one finalizer off; the object goes when it was the last that kept it. */
  removeFinalizer(type: ResourceType, object: KubeObject, finalizer: string): void {
    const current = this.storage.get(type.storage, object.metadata);
    if (!current?.metadata.finalizers?.includes(finalizer)) return;
    const next = cloneJson(current);
    setFinalizers(
      next,
      current.metadata.finalizers.filter((item) => item !== finalizer),
    );
    this.#removeIfFinished(type, this.storage.put(type.storage, next));
  }

  /** Replaces the finalizers of a namespace's specification; the namespace goes when it was theirs to keep it. */
  finalizeNamespace(type: ResourceType, name: string, spec: { finalizers?: string[] }): KubeObject {
    const next = cloneJson(this.get(type, { name }));
    next.spec = spec.finalizers?.length ? { finalizers: spec.finalizers } : {};
    const stored = this.storage.put(type.storage, next);
    return this.#removeIfFinished(type, stored) ?? stored;
  }

  #removeIfFinished(type: ResourceType, object: KubeObject): KubeObject | undefined {
    const { deletionTimestamp, finalizers, deletionGracePeriodSeconds } = object.metadata;
    if (!deletionTimestamp || finalizers?.length || deletionGracePeriodSeconds) return undefined;
    if (type.kind === 'Namespace' && (object.spec as { finalizers?: string[] } | undefined)?.finalizers?.length)
      return undefined;
    return this.storage.remove(type.storage, object.metadata);
  }

  #refuseProtectedNamespace(type: ResourceType, name: string): void {
    if (['default', 'kube-system', 'kube-public'].includes(name)) {
      throw forbidden(type, name, 'this namespace may not be deleted');
    }
  }

  #terminateNamespace(type: ResourceType, current: KubeObject, options: DeleteOptions): KubeObject {
    if (current.metadata.deletionTimestamp) return current;
    const next = cloneJson(current);
    next.metadata.deletionTimestamp = timestamp();
    next.status = { ...(next.status as object | undefined), phase: 'Terminating' };
    return options.dryRun ? next : this.storage.put(type.storage, next);
  }
}

/** Kinds whose `metadata.generation` counts changes of what is wanted. Source: their strategies in kubernetes/pkg/registry. */
const generationKinds = new Set([
  ...[
    'Deployment',
    'DaemonSet',
    'ReplicaSet',
    'StatefulSet',
    'Job',
    'CronJob',
    'Pod',
    'PodDisruptionBudget',
    'PodTemplate',
  ],
  ...['Ingress', 'NetworkPolicy', 'PodTemplate', 'IngressClass', 'EndpointSlice', 'CustomResourceDefinition'],
]);

function countsGenerations({ kind, custom }: ResourceType): boolean {
  return custom !== undefined || generationKinds.has(kind);
}

function hasStatus(type: ResourceType): boolean {
  return type.subresources.some(({ name }) => name === 'status');
}

function keepSystemFields(next: KubeObject, current: KubeObject, context: WriteContext): void {
  const { metadata } = next;
  const fields = [
    'namespace',
    'uid',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'generation',
  ] as const;
  for (const field of fields) {
    const value = current.metadata[field];
    if (value === undefined) delete metadata[field];
    else (metadata as unknown as Record<string, unknown>)[field] = value;
  }
  metadata.resourceVersion = current.metadata.resourceVersion ?? '';
  delete metadata.selfLink;
  if (!context.managesFields && !context.manager) {
    if (current.metadata.managedFields) metadata.managedFields = current.metadata.managedFields;
    else delete metadata.managedFields;
  }
}

function keepStatus(next: KubeObject, current: KubeObject): void {
  if (current.status === undefined) delete next.status;
  else next.status = cloneJson(current.status);
}

function keepAllButStatus(next: KubeObject, current: KubeObject): void {
  for (const field of Object.keys(next)) if (!['status', 'metadata'].includes(field)) delete next[field];
  for (const [field, value] of Object.entries(current)) {
    if (!['status', 'metadata'].includes(field)) next[field] = cloneJson(value);
  }
  const { labels, ownerReferences } = current.metadata;
  for (const [field, value] of Object.entries({ labels, ownerReferences }) as ['labels' | 'ownerReferences', never][]) {
    if (value === undefined) delete next.metadata[field];
    else next.metadata[field] = cloneJson(value);
  }
}

function nextGeneration(next: KubeObject, current: KubeObject, counted: Strategy['countedMetadata']): number {
  const generation = current.metadata.generation ?? 1;
  const wanted = ({ metadata, status: _status, ...rest }: KubeObject) => [rest, counted && (metadata[counted] ?? {})];
  return jsonEqual(wanted(next), wanted(current)) ? generation : generation + 1;
}

/** Only pods end gracefully. Undefined is no grace period at all, as for every other kind. */
function gracePeriod(type: ResourceType, object: KubeObject, asked: number | undefined): number | undefined {
  if (type.kind !== 'Pod') return undefined;
  const spec = object.spec as { nodeName?: string; terminationGracePeriodSeconds?: number };
  const phase = (object.status as { phase?: string } | undefined)?.phase;
  if (!spec.nodeName || phase === 'Succeeded' || phase === 'Failed') return 0;
  const grace = asked ?? spec.terminationGracePeriodSeconds ?? 30;
  return grace < 0 ? 1 : grace;
}

/** Source: `jobStrategy.DefaultGarbageCollectionPolicy`; everything else defaults to Background. */
function defaultPropagation(type: ResourceType): 'Background' | 'Orphan' {
  return type.kind === 'Job' ? 'Orphan' : 'Background';
}

function finalizersFor(
  object: KubeObject,
  policy: 'Background' | 'Foreground' | 'Orphan',
  owed: readonly string[],
): string[] {
  const kept = (object.metadata.finalizers ?? []).filter((item) => item !== 'orphan' && item !== 'foregroundDeletion');
  if (!object.metadata.deletionTimestamp) kept.push(...owed.filter((item) => !kept.includes(item)));
  if (policy === 'Orphan') kept.push('orphan');
  if (policy === 'Foreground') kept.push('foregroundDeletion');
  return kept;
}

function setFinalizers(object: KubeObject, finalizers: string[]): void {
  if (finalizers.length) object.metadata.finalizers = finalizers;
  else delete object.metadata.finalizers;
}
