import type { JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';
import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { del, post } from '../steps/verbs.ts';
import { pod, pods, replicaSet, replicaSets } from './objects.ts';

/**
 * A workload with the network of its node, and a pod, in a namespace of its own that has such labels from the first: an API server
 * may judge by labels of a moment ago where they are put on later.
 */
function underPolicy(name: string, labels: Readonly<Record<string, string>>, own: string) {
  const workload = replicaSet('w');
  const spec = workload.spec as { template: { spec: JsonObject } };
  spec.template.spec.hostNetwork = true;
  const named = Object.entries(labels).map(([mode, value]) => [`pod-security.kubernetes.io/${mode}`, value]);
  const metadata = { name: own, labels: Object.fromEntries(named) };
  const tried = (path: string) => `${path.replace('{ns}', own)}?dryRun=All`;
  return stepsCase(
    name,
    post('/api/v1/namespaces', { metadata }, { keep: 'nothing' }),
    post(tried(replicaSets), workload, { keep: 'spec' }),
    post(tried(pods), pod('p', { hostNetwork: true }), { keep: 'spec' }),
    del(`/api/v1/namespaces/${own}`, undefined, { keep: 'nothing' }),
  );
}

const policies: readonly [name: string, labels: Readonly<Record<string, string>>][] = [
  ['no pod security', {}],
  ['pod security is enforced', { enforce: 'baseline' }],
  ['pod security of an old version is enforced', { enforce: 'restricted', 'enforce-version': 'v1.20' }],
  ['pod security is enforced, with warnings of an old version', { enforce: 'restricted', 'warn-version': 'v1.20' }],
  ['pod security is enforced without warnings', { enforce: 'baseline', warn: 'privileged' }],
  ['pod security is enforced, with warnings of less', { enforce: 'restricted', warn: 'baseline' }],
  [
    'pod security of an old version is enforced, with warnings of more',
    { enforce: 'baseline', 'enforce-version': 'v1.20', warn: 'restricted' },
  ],
  ['pod security only warns', { warn: 'baseline' }],
];

/** What a namespace's labels let in, and of what they warn. */
export const admissionCases: readonly ConformanceCase<KubernetesTarget>[] = policies.map(([name, labels], index) =>
  underPolicy(name, labels, `{ns}-policy-${index}`),
);
