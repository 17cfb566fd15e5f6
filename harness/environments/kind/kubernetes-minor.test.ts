import { expect, test } from 'vitest';
import { minorOfTag } from './kubernetes-minor.ts';

test.each([
  ['kindest/node:v1.34.4', 34],
  ['kindest/node:v1.35.0@sha256:abc', 35],
  ['registry.example:5000/node:1.36', 36],
  ['kindest/node:latest', undefined],
  ['kindest/node', undefined],
])('Kubernetes in %s: 1.%s', (image, minor) => {
  expect(minorOfTag(image)).toBe(minor);
});
