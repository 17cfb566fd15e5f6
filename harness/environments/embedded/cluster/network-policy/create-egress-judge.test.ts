import type { V1NetworkPolicySpec } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import type { ClusterApi } from '../api/cluster-api.ts';
import { createClusterState } from '../api/cluster-state.ts';
import { clusterDns } from '../network/cluster-dns.ts';
import type { EgressTarget } from '../network/egress-judge.ts';
import { createEgressJudge } from './create-egress-judge.ts';
import { policySource } from './policy-source.ts';

const outside = { ip: '198.51.100.1', port: 443, protocol: 'TCP' } as const;
const dns = { ip: clusterDns.ip, port: clusterDns.port, protocol: 'UDP' } as const;
const database = { ip: '10.244.0.9', port: 5432, protocol: 'TCP' } as const;

/** Pod `shop/web` under one policy, and pod `data/database`, which serves the named port `sql` on 5432. */
function judged(spec: Omit<V1NetworkPolicySpec, 'podSelector'>, target: EgressTarget, hostNetwork = false) {
  const { api } = createClusterState();
  for (const name of ['shop', 'data']) api.create('Namespace', { metadata: { name, labels: { team: name } } });
  addPod(api, 'shop', 'web', '10.244.0.8', hostNetwork);
  addPod(api, 'data', 'database', database.ip);
  const selector = { matchLabels: { app: 'web' } };
  api.create('NetworkPolicy', { metadata: { name: 'p', namespace: 'shop' }, spec: { podSelector: selector, ...spec } });
  const blockedBy = createEgressJudge(policySource(api))({ namespace: 'shop', name: 'web' }, target);
  return blockedBy === undefined ? 'allowed' : blockedBy.join();
}

function addPod(api: ClusterApi, namespace: string, name: string, podIP: string, hostNetwork = false): void {
  if (!api.get('ServiceAccount', { namespace, name: 'default' })) {
    api.create('ServiceAccount', { metadata: { name: 'default', namespace } });
  }
  const ports = [{ name: 'sql', containerPort: 5432 }];
  const metadata = { name, namespace, labels: { app: name } };
  api.create('Pod', { metadata, spec: { hostNetwork, containers: [{ name: 'c', image: 'x', ports }] } });
  api.updateStatus('Pod', { metadata, status: { podIP } });
}

test.each<[string, Omit<V1NetworkPolicySpec, 'podSelector'>, EgressTarget, string]>([
  ['an ingress policy', { ingress: [] }, outside, 'allowed'],
  ['nothing', { policyTypes: ['Egress'] }, outside, 'p'],
  ['everything', { egress: [{}] }, outside, 'allowed'],
  ['everything, so look-ups too', { egress: [{}] }, dns, 'allowed'],
  ['TCP to 443 only', { egress: [{ ports: [{ port: 443 }] }] }, outside, 'allowed'],
  ['TCP to 443 only, no look-up', { egress: [{ ports: [{ port: 443 }] }] }, dns, 'p'],
  ['DNS', { egress: [{ ports: [{ port: 53, protocol: 'UDP' }] }] }, dns, 'allowed'],
  [
    'kube-dns by labels',
    {
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
              podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
            },
          ],
        },
      ],
    },
    dns,
    'allowed',
  ],
  ['a range of ports', { egress: [{ ports: [{ port: 400, endPort: 500 }] }] }, outside, 'allowed'],
  ['a range that ends before', { egress: [{ ports: [{ port: 400, endPort: 442 }] }] }, outside, 'p'],
  ['the whole internet', { egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] }, outside, 'allowed'],
  [
    'the internet but this',
    { egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['198.51.100.0/24'] } }] }] },
    outside,
    'p',
  ],
  ['another range', { egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] }, outside, 'p'],
  ['pods of its own namespace', { egress: [{ to: [{ podSelector: {} }] }] }, database, 'p'],
  [
    'pods of a namespace by label',
    { egress: [{ to: [{ namespaceSelector: { matchLabels: { team: 'data' } } }] }] },
    database,
    'allowed',
  ],
  [
    'both selectors, one wrong',
    { egress: [{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'x' } } }] }] },
    database,
    'p',
  ],
  ['a named port', { egress: [{ ports: [{ port: 'sql' }] }] }, database, 'allowed'],
  ['a named port that the outside has not', { egress: [{ ports: [{ port: 'sql' }] }] }, outside, 'p'],
  ['another selector beside', { egress: [{ to: [{ podSelector: {} }] }, {}] }, outside, 'allowed'],
])('%s', (_, spec, target, verdict) => {
  expect(judged(spec, target)).toBe(verdict);
});

test("a pod on the host network is nobody's to select", () => {
  expect(judged({ policyTypes: ['Egress'] }, outside, true)).toBe('allowed');
});
