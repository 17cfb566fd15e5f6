import { EnvironmentError } from '../../errors/environment-error.ts';
import type { ClusterRequests } from '../../kubernetes/cluster-requests.ts';
import { KubernetesError } from '../../kubernetes/kubernetes-error.ts';
import type { ChosenContext } from './load-kubeconfig.ts';

export interface RequireNamespaceOptions {
  readonly requests: ClusterRequests;
  readonly target: ChosenContext;
  readonly namespace: string;
  /** What to do where it is not there, as a sentence's end. */
  readonly remedy: string;
}

/**
 * Throws `EnvironmentError` where the cluster does not answer, does not know this user, or has no such namespace. One that may
 * not be looked at passes: rights that are missing are told all at once.
 */
export async function requireNamespace(options: RequireNamespaceOptions): Promise<void> {
  const { requests, target, namespace, remedy } = options;
  const { context, server } = target;
  try {
    await requests.get(`/api/v1/namespaces/${namespace}`);
  } catch (error) {
    if (error instanceof EnvironmentError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const { status, reason } = error instanceof KubernetesError ? error : { status: undefined, reason: undefined };
    if (status === 403) return;
    if (status === 401) {
      throw new EnvironmentError(
        `The cluster of the context ${context} does not know this user (${message}): log in again.`,
        { cause: error },
      );
    }
    // A gateway's own 404 says nothing of a namespace.
    if (status === 404 && reason === 'NotFound') {
      throw new EnvironmentError(
        `There is no namespace ${namespace} in the cluster of the context ${context}: ${remedy}.`,
        { cause: error },
      );
    }
    throw new EnvironmentError(
      `The cluster of the context ${context}, ${server}, does not answer (${code ?? message}): see whether kubectl --context ${context} version does.`,
      { cause: error },
    );
  }
}
