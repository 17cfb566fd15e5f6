import type { V1Volume, V1VolumeProjection } from '@kubernetes/client-node';
import type { Wire } from '../wire.ts';

interface Mapped {
  readonly path: string;
  readonly source: string;
}

/** Files of a volume that hide one another. Source: kubernetes `warningsForOverlappingVirtualPaths`, 1.34. */
export function pathWarnings(volumes: readonly Wire<V1Volume>[]): string[] {
  return volumes.flatMap(({ name = '', configMap, secret, downwardAPI, projected }) => {
    const warn = (kind: string, paths: readonly Mapped[]) =>
      overlaps(paths).map((text) => `volume ${JSON.stringify(name)} (${kind}): overlapping paths: ${text}`);
    const empty = `volume ${JSON.stringify(name)} (Projected) has no sources provided`;
    const sources = projected?.sources ?? [];
    return [
      ...warn(`ConfigMap ${JSON.stringify(configMap?.name ?? '')}`, paths(configMap?.items, '')),
      ...warn(`Secret ${JSON.stringify(secret?.secretName ?? '')}`, paths(secret?.items, '')),
      ...warn('DownwardAPI', paths(downwardAPI?.items, '')),
      ...sources.filter((source) => !Object.keys(source).length).map(() => empty),
      ...warn('Projected', sources.flatMap(projectedPaths)),
    ];
  });
}

function projectedPaths({ configMap, secret, downwardAPI, serviceAccountToken }: Wire<V1VolumeProjection>): Mapped[] {
  if (configMap?.items) return paths(configMap.items, `ConfigMap ${JSON.stringify(configMap.name ?? '')}`);
  if (secret?.items) return paths(secret.items, `Secret ${JSON.stringify(secret.name ?? '')}`);
  if (downwardAPI?.items) return paths(downwardAPI.items, 'DownwardAPI');
  return serviceAccountToken ? paths([serviceAccountToken], 'ServiceAccountToken') : [];
}

function paths(items: readonly { path?: string }[] | undefined, source: string): Mapped[] {
  return (items ?? []).map(({ path = '' }) => ({ path: path.replace(/\/+$/, ''), source }));
}

function overlaps(mapped: readonly Mapped[]): string[] {
  return mapped.flatMap((item, index) =>
    mapped
      .slice(0, index)
      .filter(({ path }) => path && item.path && within(path, item.path))
      .map((other) => `${shown(item)} with ${shown(other)}`),
  );
}

function within(left: string, right: string): boolean {
  return `${left}/`.startsWith(`${right}/`) || `${right}/`.startsWith(`${left}/`);
}

function shown({ path, source }: Mapped): string {
  return source ? `${JSON.stringify(path)} (${source})` : JSON.stringify(path);
}
