import type { JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';
import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { patch, post, quiet } from '../steps/verbs.ts';
import { pod, pods, replicaSet, replicaSets } from './objects.ts';

const modes = ['enforce', 'warn', 'enforce-version', 'warn-version'];
const unset = Object.fromEntries(modes.map((mode) => [mode, null]));

/** Sets the modes that are named, and takes the others off. */
function labelled(labels: JsonObject) {
  const entries = Object.entries({ ...unset, ...labels });
  const named = Object.fromEntries(
    entries.map(([mode, value]): [string, string | null] => [
      `pod-security.kubernetes.io/${mode}`,
      value as string | null,
    ]),
  );
  return quiet(patch('merge', '/api/v1/namespaces/{ns}', { metadata: { labels: named } }));
}

const tried = (path: string) => `${path}?dryRun=All`;

/** A workload with the network of its node, and a pod, in a namespace with such labels. */
function underPolicy(name: string, labels: JsonObject) {
  const workload = replicaSet('w');
  const spec = workload.spec as { template: { spec: JsonObject } };
  spec.template.spec.hostNetwork = true;
  return stepsCase(
    name,
    labelled(labels),
    post(tried(replicaSets), workload, { keep: 'spec' }),
    post(tried(pods), pod('p', { hostNetwork: true }), { keep: 'spec' }),
    labelled({}),
  );
}

/** What a namespace's labels let in, and of what they warn. */
export const admissionCases: readonly ConformanceCase<KubernetesTarget>[] = [
  underPolicy('no pod security', {}),
  underPolicy('pod security is enforced', { enforce: 'baseline' }),
  underPolicy('pod security of an old version is enforced', { enforce: 'restricted', 'enforce-version': 'v1.20' }),
  underPolicy('pod security is enforced, with warnings of an old version', {
    enforce: 'restricted',
    'warn-version': 'v1.20',
  }),
  underPolicy('pod security is enforced without warnings', { enforce: 'baseline', warn: 'privileged' }),
  underPolicy('pod security is enforced, with warnings of less', { enforce: 'restricted', warn: 'baseline' }),
  underPolicy('pod security of an old version is enforced, with warnings of more', {
    enforce: 'baseline',
    'enforce-version': 'v1.20',
    warn: 'restricted',
  }),
  underPolicy('pod security only warns', { warn: 'baseline' }),
];
