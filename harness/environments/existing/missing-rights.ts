import type { V1PolicyRule, V1SelfSubjectAccessReview } from '@kubernetes/client-node';
import { EnvironmentError } from '../../errors/environment-error.ts';
import type { ClusterRequests } from '../../kubernetes/cluster-requests.ts';
import { KubernetesError } from '../../kubernetes/kubernetes-error.ts';

/**
 * Asks the API server for each right of some rules, and answers with those that this user lacks, for people to read. Throws
 * `EnvironmentError` where it may not even ask.
 */
export async function missingRights(
  requests: ClusterRequests,
  namespace: string,
  rules: readonly V1PolicyRule[],
): Promise<string[]> {
  const rights = rules.flatMap(rightsOf);
  const held = await Promise.all(rights.map((right) => isHeld(requests, namespace, right))).catch((error: unknown) => {
    if (!(error instanceof KubernetesError)) throw error;
    const problem = `The API server does not tell this user its rights (${error.message})`;
    throw new EnvironmentError(`${problem}: log in, or give the context a user who can.`, { cause: error });
  });
  return rights.filter((_, index) => !held[index]).map(formatRight);
}

interface Right {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string | undefined;
  readonly name: string | undefined;
  readonly verb: string;
}

function rightsOf({ apiGroups = [], resources = [], resourceNames, verbs }: V1PolicyRule): Right[] {
  return apiGroups.flatMap((group) =>
    resources.flatMap((path) => {
      const [resource = '', subresource] = path.split('/');
      return (resourceNames ?? [undefined]).flatMap((name) =>
        verbs.map((verb) => ({ group, resource, subresource, name, verb })),
      );
    }),
  );
}

async function isHeld(requests: ClusterRequests, namespace: string, right: Right): Promise<boolean> {
  const review = await requests.create({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    metadata: {},
    spec: { resourceAttributes: { namespace, ...right } },
  });
  return (review as Partial<V1SelfSubjectAccessReview>).status?.allowed ?? false;
}

function formatRight({ group, resource, subresource, name, verb }: Right): string {
  const path = `${resource}${group && `.${group}`}${subresource === undefined ? '' : `/${subresource}`}`;
  return `${verb} ${path}${name === undefined ? '' : ` ${name}`}`;
}
