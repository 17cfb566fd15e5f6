import { InputError } from '../../../errors/input-error.ts';
import type { Snapshot } from '../../../snapshot/snapshot.ts';
import type { DeploymentInputs } from '../../deployment-inputs.ts';

/**
 * Throws `InputError`, with file and line, where snapshot or QScan name another bucket than the run has: agents write at a
 * bucket's root, so that nothing keeps a run apart in one that it was not given.
 */
export function requireBucket(
  bucket: string,
  { snapshot, deployment }: { snapshot: Snapshot; deployment: Pick<DeploymentInputs, 'agents'> },
): void {
  const remedy = `name it by --bucket, or correct the file`;
  for (const [index, store] of snapshot.objectStores.entries()) {
    if (store.kind !== 's3' || store.bucket === bucket) continue;
    throw new InputError(
      `the snapshot stores in the bucket ${store.bucket}, and --bucket says ${bucket}: ${remedy}.`,
      snapshot.locate(['services', 'object_stores', index, 'bucket']),
    );
  }
  for (const { role, variables } of deployment.agents) {
    const named = role === 'qscan' ? variables.get('S3_BUCKET_NAME') : undefined;
    if (named === undefined || named.value === bucket) continue;
    throw new InputError(
      `QScan reads the bucket ${named.value}, and --bucket says ${bucket}: ${remedy}.`,
      named.position,
    );
  }
}
