import { readFileSync } from 'node:fs';
import type { KubeObject } from '../objects/kube-object.ts';
import type { Registry } from '../registry/registry.ts';
import { resourceTypeOfKind } from '../registry/resource-type.ts';

let loaded: readonly KubeObject[] | undefined;

/** Creates the roles, bindings and classes that every cluster starts with, generated from a real API server. */
export function createBootstrapObjects(registry: Registry): void {
  loaded ??= JSON.parse(readFileSync(new URL('./objects.json', import.meta.url), 'utf8')) as KubeObject[];
  for (const object of loaded) {
    const type = resourceTypeOfKind(object.kind, object.apiVersion);
    if (type) registry.create(type, object);
  }
}
