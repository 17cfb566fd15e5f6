import type { Manifest } from './manifest.ts';

/** Where objects go that name no namespace: the guide's. */
export const defaultNamespace = 'qpoint';

export function namespaceOf({ object }: Manifest): string {
  return object.metadata.namespace ?? defaultNamespace;
}
