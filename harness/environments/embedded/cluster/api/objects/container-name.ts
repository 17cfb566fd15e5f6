import type { KindMap } from '../cluster-api.ts';
import { badRequest } from './api-error.ts';

/**
 * The container of a pod that a request for logs, exec or attach means: the named one, the annotated one, the only one.
 * Throws ApiError 400. Source: `validateContainer` in kubernetes/pkg/registry/core/pod/strategy.go.
 */
export function containerName({ metadata, spec }: KindMap['Pod'], requested: string | undefined): string {
  const pod = metadata?.name ?? '';
  const containers = (spec?.containers ?? []).map(({ name }) => name);
  const init = (spec?.initContainers ?? []).map(({ name }) => name);
  if (requested !== undefined) {
    if ([...containers, ...init].includes(requested)) return requested;
    throw badRequest(`container ${requested} is not valid for pod ${pod}`);
  }
  const preferred = metadata?.annotations?.['kubectl.kubernetes.io/default-container'];
  const chosen = preferred ?? containers[0];
  if (chosen !== undefined && (preferred !== undefined || containers.length + init.length === 1)) return chosen;
  const initText = init.length ? ` or one of the init containers: [${init.join(' ')}]` : '';
  throw badRequest(
    `a container name must be specified for pod ${pod}, choose one of: [${containers.join(' ')}]${initText}`,
  );
}
