import type { V1Container } from '@kubernetes/client-node';
import type { SourcePosition } from '../errors/source-position.ts';
import type { FieldSegments, Manifest } from './manifest.ts';
import { podSpec, podSpecPath } from './pod-template.ts';
import { secretData } from './secret-data.ts';

/** One variable of a container, as its manifest and the objects that it names give it. */
export interface ContainerVariable {
  readonly value: string;
  /** Where the container takes it: the `env` entry, or the `envFrom` entry. */
  readonly position: SourcePosition;
  /** The Secret or ConfigMap that holds the value; undefined for one written out in the container. */
  readonly origin: Manifest | undefined;
}

/** A container of the user's files with the way back to its lines. */
export interface LocatedContainer {
  readonly manifest: Manifest;
  readonly container: V1Container;
  readonly path: FieldSegments;
}

/** The containers (not the init containers) of every object that makes pods. */
export function locatedContainers(manifests: readonly Manifest[]): LocatedContainer[] {
  return manifests.flatMap((manifest) => {
    const path = podSpecPath(manifest.object) ?? [];
    const containers = podSpec(manifest.object)?.containers;
    if (!Array.isArray(containers)) return [];
    return containers.map((container, index) => ({ manifest, container, path: [...path, 'containers', index] }));
  });
}

/**
 * A container's variables from `envFrom` and `env`, later ones winning, as far as `sources` (Secrets and ConfigMaps) hold them.
 * Field references are left out: nothing that this harness asks about comes from them.
 */
export function containerEnvironment(
  { manifest, container, path }: LocatedContainer,
  sources: readonly Manifest[],
): Map<string, ContainerVariable> {
  const variables = new Map<string, ContainerVariable>();
  const find = (kind: string, name: string | undefined) =>
    sources.find(({ object }) => object.kind === kind && object.metadata.name === name);

  for (const [index, source] of (container.envFrom ?? []).entries()) {
    const origin = find('Secret', source.secretRef?.name) ?? find('ConfigMap', source.configMapRef?.name);
    if (origin === undefined) continue;
    const position = manifest.locate([...path, 'envFrom', index]);
    for (const [key, value] of Object.entries(valuesOf(origin))) {
      variables.set(`${source.prefix ?? ''}${key}`, { value, position, origin });
    }
  }
  for (const [index, entry] of (container.env ?? []).entries()) {
    const position = manifest.locate([...path, 'env', index]);
    const reference = entry.valueFrom?.secretKeyRef ?? entry.valueFrom?.configMapKeyRef;
    if (reference === undefined) {
      if (entry.valueFrom === undefined)
        variables.set(entry.name, { value: entry.value ?? '', position, origin: undefined });
      continue;
    }
    const origin = find(entry.valueFrom?.secretKeyRef ? 'Secret' : 'ConfigMap', reference.name);
    const value = origin && valuesOf(origin)[reference.key];
    if (value !== undefined) variables.set(entry.name, { value, position, origin });
  }
  return variables;
}

function valuesOf(manifest: Manifest): Record<string, string> {
  if (manifest.object.kind === 'Secret') return secretData(manifest.object);
  return (manifest.object.data ?? {}) as Record<string, string>;
}
