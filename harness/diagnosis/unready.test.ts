import { expect, test } from 'vitest';
import type { PodProblem } from './pod-problem.ts';
import { podFailure } from './unready.ts';

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
  expect(sentence('Unschedulable', message)).toBe('Qtap stays Pending: no node takes it (Insufficient memory).');
});

test('taints are the reason where there is no other', () => {
  const message =
    '0/1 nodes are available: 1 node(s) had untolerated taint {a: b}. preemption: 0/1 nodes are available.';
  expect(sentence('Unschedulable', message)).toBe(
    'Qtap stays Pending: no node takes it (node(s) had untolerated taint {a: b}).',
  );
});

test('an image that nobody knows gets the same advice from every container runtime', () => {
  const hint = () => 'say what runs for it: --image';
  for (const message of [
    `failed to pull and unpack image "${image}": failed to resolve reference "${image}": not found`,
    `rpc error: code = Unknown desc = failed to do request: dial tcp: lookup registry.example: no such host`,
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
