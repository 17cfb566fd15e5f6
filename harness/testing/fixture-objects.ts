import type { EnvironmentAccess } from '../cli/environment-access.ts';
import { fillSecret } from '../manifests/fill-secrets.ts';
import type { ManifestObject } from '../manifests/manifest.ts';
import { readManifests } from '../manifests/read-manifests.ts';
import { fixture } from '../project-paths.ts';

/** Namespace, Secrets and the fixture manifests of Qtap and QScan, in the order in which they can be created. */
export async function fixtureObjects({ registrationToken, s3 }: EnvironmentAccess): Promise<ManifestObject[]> {
  const labels = { 'pod-security.kubernetes.io/enforce': 'privileged' };
  const namespace: ManifestObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'qpoint', labels } };
  const { accessKeyId, secretAccessKey } = s3;
  const secrets = await readManifests(fixture('secrets/secrets.yaml'));
  const filled = secrets.map((secret) => fillSecret(secret, { registrationToken, accessKeyId, secretAccessKey }));
  const manifests = await readManifests(fixture('manifests'));
  return [namespace, ...[...filled, ...manifests].map(({ object }) => object)];
}
