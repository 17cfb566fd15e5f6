import type { V1PodSpec } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { useLoadedImages } from './use-loaded-images.ts';

function policy(image: string, imagePullPolicy?: string): string | undefined {
  const spec: V1PodSpec = { containers: [{ name: 'a', image, ...(imagePullPolicy && { imagePullPolicy }) }] };
  useLoadedImages(spec, (name) => name.includes('qtap'));
  return spec.containers[0]?.imagePullPolicy;
}

test.each([
  ['registry:5000/qtap', undefined, 'IfNotPresent'],
  ['qtap:latest', undefined, 'IfNotPresent'],
  ['qtap:v1', 'Always', 'IfNotPresent'],
  ['qtap:v1', undefined, undefined],
  ['a/qtap@sha256:00', undefined, undefined],
  ['qtap', 'Never', 'Never'],
  ['nginx', 'Always', 'Always'],
])('%s with %s is pulled by %s', (image, before, after) => {
  expect(policy(image, before)).toBe(after);
});
