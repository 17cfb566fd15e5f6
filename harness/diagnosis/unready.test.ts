import { expect, test } from 'vitest';
import { parseManifests } from '../manifests/parse-manifests.ts';
import type { PodProblem } from './pod-problem.ts';
import { notReadyFailure, podFailure } from './unready.ts';

const image = 'registry.example/qtpa:1';
const pod: PodProblem['pod'] = {
  metadata: { name: 'qtap-x', namespace: 'qpoint' },
  spec: { containers: [{ name: 'qtap', image }] },
};

function sentence(reason: string, message: string, imageHint: (image: string) => string | undefined = () => undefined) {
  const problem = { pod, container: 'qtap', reason, message, positions: [] };
  return podFailure(problem, { title: () => 'Qtap', imageHint, log: '' }).message;
}

test.each([
  '0/1 nodes are available: 1 Insufficient memory. no new claims to deallocate, preemption: 0/1 nodes are available.',
  '0/2 nodes are available: 1 Insufficient memory, 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
  '0/2 nodes are available: 1 Insufficient memory, 1 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
])('why no node takes a pod is said without counting nodes: %s', (message) => {
  expect(sentence('Unschedulable', message)).toBe(
    'Qtap stays Pending: no node takes it (Insufficient memory); add a node with that much memory free, or request less.',
  );
});

test.each([
  [
    'Insufficient nvidia.com/gpu',
    /; add a node that offers nvidia\.com\/gpu \(its device plugin does\), or ask for none\.$/,
  ],
  ["node(s) didn't have free ports for the requested pod ports", /; run one pod with that port on a node, or give/],
  ["node(s) didn't match Pod's node affinity/selector", /; label a node so, or leave the selector out\.$/],
  ['node(s) were unschedulable', /\(node\(s\) were unschedulable\)\.$/],
])('what to do is said where it is known: %s', (reason, expected) => {
  expect(sentence('Unschedulable', `0/1 nodes are available: 1 ${reason}. preemption: none.`)).toMatch(expected);
});

test('taints are the reason where there is no other', () => {
  const message =
    '0/1 nodes are available: 1 node(s) had untolerated taint {a: b}. preemption: 0/1 nodes are available.';
  expect(sentence('Unschedulable', message)).toBe(
    'Qtap stays Pending: no node takes it (node(s) had untolerated taint {a: b}); tolerate the taint, or add a node without it.',
  );
});

test('an image that nobody knows gets the same advice from every container runtime', () => {
  const hint = () => 'say what runs for it: --image';
  for (const message of [
    `failed to pull and unpack image "${image}": failed to resolve reference "${image}": not found`,
    `rpc error: code = Unknown desc = failed to do request: dial tcp: lookup registry.example: no such host`,
    `failed to resolve reference "${image}": failed to do request: Head "https://registry.example/v2/qtpa/manifests/1": dial tcp: lookup registry.example on 172.20.0.1:53: no such host`,
  ]) {
    expect(sentence('ErrImagePull', message, hint)).toBe(
      `Qtap cannot start: its image ${image} cannot be pulled (ErrImagePull): say what runs for it: --image.`,
    );
  }
});

test('an image that should have been there keeps the reason of the runtime', () => {
  const message = 'failed to pull: dial tcp: lookup registry.example: no such host';
  expect(sentence('ImagePullBackOff', message)).toMatch(/\(ErrImagePull\): no such host\.$/);
});

test('a registry that no node gets through to is named, and what to allow', () => {
  const message = `failed to resolve reference "${image}": failed to do request: Head "https://registry.example/v2/qtpa/manifests/1": dial tcp 198.51.100.1:443: i/o timeout`;
  expect(sentence('ErrImagePull', message)).toMatch(
    /the node does not reach registry\.example \(dial tcp 198\.51\.100\.1:443: i\/o timeout\); allow port 443 to it from the nodes\.$/,
  );
});

test('a workload without pods has the words of its own controller, and the label that keeps them out', () => {
  const manifests = parseManifests(
    `apiVersion: v1
kind: Namespace
metadata:
  name: qpoint
  labels:
    pod-security.kubernetes.io/enforce: baseline
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: qscan, namespace: qpoint}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: qtap, namespace: qpoint}
`,
    'all.yaml',
  );
  const event = (kind: string, name: string, message: string) => ({
    ...{ metadata: {}, reason: 'FailedCreate', message },
    involvedObject: { kind, name },
  });
  const events = [
    event('ReplicaSet', 'qscan-5d4f', 'violates PodSecurity "restricted:latest": of qscan'),
    event('DaemonSet', 'qtap', '(combined from similar events): violates PodSecurity "baseline:latest": of qtap'),
  ];
  const failure = (missing: number) =>
    notReadyFailure({ pods: [], events, waited: 0 }, manifests.slice(missing, missing + 1), manifests, () => '');
  expect(failure(1).message).toMatch(/^Deployment qscan has no pod: violates .*: of qscan; label the namespace/);
  expect(failure(2).message).toMatch(/^DaemonSet qtap has no pod: violates .*: of qtap; label the namespace/);
  expect(failure(2).positions.map(({ line }) => line)).toEqual([6, 12]);
});
