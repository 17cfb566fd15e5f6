import { InputError } from '../errors/input-error.ts';
import { isNamespaced } from '../kubernetes/resource-path.ts';
import type { Manifest } from '../manifests/manifest.ts';
import { defaultNamespace } from '../manifests/namespace-of.ts';

/**
 * The one namespace of a run in somebody's cluster: the one asked for, else the one that the manifests name, else the guide's.
 * Throws `InputError` where a manifest goes to another.
 */
export function homeNamespace(manifests: readonly Manifest[], asked: string | undefined): string {
  const named = manifests.flatMap((manifest) => {
    const name = namespaceNamedBy(manifest);
    return name === undefined ? [] : [{ manifest, name }];
  });
  const home = asked ?? named[0]?.name ?? defaultNamespace;
  const stranger = named.find(({ name }) => name !== home);
  if (stranger !== undefined) {
    const { manifest, name } = stranger;
    const remedy =
      asked === undefined ? 'let all manifests name one' : `correct the manifest, or ask for --namespace ${name}`;
    throw new InputError(
      `this ${manifest.object.kind} goes to the namespace ${name}, and the run has only ${home} in an existing cluster: ${remedy}.`,
      manifest.locate(manifest.object.kind === 'Namespace' ? ['metadata', 'name'] : ['metadata', 'namespace']),
    );
  }
  return home;
}

/** A manifest in that namespace, where it names none. */
export function inNamespace(manifest: Manifest, namespace: string): Manifest {
  const { object } = manifest;
  if (!isNamespaced(object.kind) || object.metadata.namespace !== undefined) return manifest;
  return { ...manifest, object: { ...object, metadata: { ...object.metadata, namespace } } };
}

function namespaceNamedBy({ object: { kind, metadata } }: Manifest): string | undefined {
  if (kind === 'Namespace') return metadata.name;
  return isNamespaced(kind) ? metadata.namespace : undefined;
}
