import { expect, test } from 'vitest';
import type { Manifest } from '../../../manifests/manifest.ts';
import { parseManifests } from '../../../manifests/parse-manifests.ts';
import { requireKeys, wantedSecrets } from './secret-plan.ts';

const guide = 'guide.yaml';
const ownKey = { accessKeyId: 'AKIAOWN', secretAccessKey: 'own' };

function secret(name: string, value: string, file = guide): Manifest[] {
  return parseManifests(
    `{ apiVersion: v1, kind: Secret, metadata: { name: ${name} }, stringData: { K: ${value} } }`,
    file,
  );
}

function wanted(given: readonly Manifest[] = []) {
  const pod = `
apiVersion: v1
kind: Pod
metadata: { name: a }
spec:
  initContainers: [{ name: i, env: [{ name: T, valueFrom: { secretKeyRef: { name: token, key: K } } }] }]
  containers: [{ name: c, envFrom: [{ secretRef: { name: s3 } }] }]
  volumes: [{ name: v, projected: { sources: [{ secret: { name: mounted } }] } }]`;
  const madeSecrets = ({ accessKeyId }: typeof ownKey) =>
    [
      ...given,
      ...['token', 'mounted', 'unused'].flatMap((name) => secret(name, 'fixed')),
      ...(given.length > 0 ? [] : secret('s3', accessKeyId)),
    ].map((manifest) => ({ manifest, namespace: 'qpoint' }));
  return wantedSecrets({ manifests: parseManifests(pod, 'pod.yaml'), madeSecrets, ownKey }, guide);
}

const none = new Set<string>();
const at = { namespace: 'qpoint', present: none };

test('of the guide are wanted those that a pod refers to, and which holds a key of the run is known', () => {
  const list = wanted().map(({ name, isGiven, holdsRunsKey }) => [name, isGiven, holdsRunsKey]);
  expect(list).toEqual([
    ['token', false, false],
    ['mounted', false, false],
    ['s3', false, true],
  ]);
  expect(wanted(secret('other', 'x', 'given.yaml'))[0]).toMatchObject({ name: 'other', isGiven: true });
});

test('S3 takes no key that the run drew', () => {
  expect(() => requireKeys(wanted(), { ...at, isS3: true })).toThrow(
    /Secret s3 is not in the namespace qpoint.*--secrets FILE/,
  );
  expect(() => requireKeys(wanted(), { ...at, present: new Set(['s3']), isS3: true })).not.toThrow();
  expect(() => requireKeys(wanted(secret('s3', 'AKIAGIVEN', 'given.yaml')), { ...at, isS3: true })).not.toThrow();
});

test('before a store that judges nothing the key has to be known', () => {
  expect(() => requireKeys(wanted(), { ...at, isS3: false })).not.toThrow();
  const present = new Set(['s3']);
  expect(() => requireKeys(wanted(), { ...at, present, isS3: false })).toThrow(/does not read it.*--secrets FILE/);
  expect(() => requireKeys(wanted(secret('s3', 'A', 'given.yaml')), { ...at, present, isS3: false })).not.toThrow();
});
