import type { SampledEndpoint } from './expect-sampling.ts';
import { looksLikeParameter } from './parameter-kind.ts';
import { pluginUrl } from './plugin-url.ts';
import type { SamplingConfig } from './sampling-config.ts';

/**
 * Hosts whose sampling keys may depend on how the exchanges of their endpoints interleave, since the classifier learns per
 * host: three names under one folder, or a name under it that looks like a parameter. Their counts cannot be asserted for
 * endpoints that are sent side by side. Errs on the safe side.
 */
export function orderSensitiveHosts(exchanges: readonly SampledEndpoint[], config: SamplingConfig): string[] {
  const variableFrom = config.classifier.cardinalityThreshold < 0.75 ? 2 : 3;
  const hosts = Map.groupBy(exchanges, ({ host }) => host);
  return [...hosts]
    .filter(([, all]) => {
      const paths = new Set(all.map(({ host, path }) => pluginUrl('http', host, path)?.path ?? ''));
      if (paths.size < 2) return false;
      if (config.classifier.minLearningCount > 0) return true;
      const folders = new Map<string, Set<string>>();
      for (const path of paths) {
        const segments = path.split('/');
        for (let depth = 1; depth < segments.length; depth++) {
          const folder = segments.slice(0, depth).join('/');
          folders.set(folder, (folders.get(folder) ?? new Set()).add(segments[depth] ?? ''));
        }
      }
      return [...folders.values()].some((names) => names.size >= variableFrom || [...names].some(looksLikeParameter));
    })
    .map(([host]) => host);
}
