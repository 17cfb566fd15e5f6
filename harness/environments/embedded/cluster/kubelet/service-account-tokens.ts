import type { ClusterApi } from '../api/cluster-api.ts';
import { ApiError } from '../api/objects/api-error.ts';
import type { Pod, PodSpec } from './pod-context.ts';
import { VolumeError } from './volume-error.ts';

type Sources = NonNullable<NonNullable<NonNullable<PodSpec['volumes']>[number]['projected']>['sources']>;
export type TokenProjection = NonNullable<Sources[number]['serviceAccountToken']>;

/** The tokens of one pod: each is kept until four fifths of its life are over. Source: kubernetes/pkg/kubelet/token. */
export class ServiceAccountTokens {
  readonly #known = new Map<string, { readonly token: string; readonly renewAt: number }>();

  /** Throws `VolumeError` when the API server gives none. */
  token(api: ClusterApi, pod: Pod, { audience, expirationSeconds = 3600 }: TokenProjection): string {
    const key = `${audience} ${expirationSeconds}`;
    const known = this.#known.get(key);
    if (known && Date.now() < known.renewAt) return known.token;
    const { namespace = '', name = '', uid } = pod.metadata ?? {};
    try {
      const { token } = api.issueToken(
        { namespace, name: pod.spec?.serviceAccountName ?? 'default' },
        {
          expirationSeconds,
          ...(audience && { audiences: [audience] }),
          boundTo: { kind: 'Pod', name, ...(uid && { uid }) },
        },
      );
      this.#known.set(key, { token, renewAt: Date.now() + expirationSeconds * 800 });
      return token;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      throw new VolumeError(`failed to fetch token: ${error.message}`);
    }
  }
}
