import type { CustomKind } from '../custom-resources/custom-kind.ts';
import type { CompactResource } from '../openapi/compact-document.ts';
import { document } from '../openapi/document.ts';

/** A served resource, as discovery names it. */
export interface ResourceType extends CompactResource {
  /** `v1` or `group/version`. */
  readonly apiVersion: string;
  /** Key of the storage; the two APIs of events share one. */
  readonly storage: string;
  /** Set where a CustomResourceDefinition brought the resource. */
  readonly custom?: CustomKind;
}

let types: readonly ResourceType[] | undefined;

export function resourceTypes(): readonly ResourceType[] {
  types ??= document().resources.map((resource) => ({
    ...resource,
    apiVersion: resource.group ? `${resource.group}/${resource.version}` : resource.version,
    storage:
      resource.group === 'events.k8s.io' || !resource.group ? resource.plural : `${resource.plural}.${resource.group}`,
  }));
  return types;
}

/** By kind; for kinds of several groups (Event) the first that discovery lists, which is the core one. */
export function resourceTypeOfKind(kind: string, apiVersion?: string): ResourceType | undefined {
  return resourceTypes().find(
    (type) => type.kind === kind && (apiVersion === undefined || type.apiVersion === apiVersion),
  );
}

export function isStored(type: ResourceType): boolean {
  return type.verbs.includes('get');
}
