import { expect, test } from 'vitest';
import { parseImageList, staleNames } from './load-images.ts';

const tag = 'docker.io/pii-harness/qtap:0123456789abcdef';
const list = `REF TYPE DIGEST SIZE PLATFORMS LABELS
${tag} application/vnd.oci.image.manifest.v1+json sha256:aa 60.1 MiB linux/amd64 io.cri-containerd.image=managed
mirror.example/qtap:v1 application/vnd.oci.image.manifest.v1+json sha256:aa 60.1 MiB linux/amd64 io.cri-containerd.image=managed
mirror.example/qtap:v2 application/vnd.oci.image.manifest.v1+json sha256:aa 60.1 MiB linux/amd64 io.cri-containerd.image=managed
registry.k8s.io/pause:3.10 application/vnd.oci.image.manifest.v1+json sha256:bb 1 MiB linux/amd64 -
sha256:cc application/vnd.oci.image.manifest.v1+json sha256:aa 60.1 MiB linux/amd64 -
`;

test('of the names in a node, those that an earlier run gave to our images are stale', () => {
  const known = parseImageList(list);
  expect(known.get(tag)).toBe('sha256:aa');
  expect(staleNames(known, new Set(['mirror.example/qtap:v1']))).toEqual(['mirror.example/qtap:v2']);
});
