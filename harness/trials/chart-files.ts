import { isMap } from 'yaml';
import { fixture } from '../project-paths.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import { changeFiles } from './change-files.ts';
import { allOf } from './edits/all-of.ts';
import { ownBucket } from './edits/own-bucket.ts';
import { variable } from './edits/variable.ts';

/**
 * Options of a run on what the public Helm charts render, in the place of the manifests: with the values that the snapshot asks
 * for, its bucket for QScan, and the variables that it takes the S3 keys from for Qtap. Throws `NothingToEdit` where the snapshot
 * has no bucket.
 */
export async function chartFiles(options: RunOptions): Promise<RunOptions> {
  return await changeFiles({ ...options, manifests: fixture('charts') }, (files) => {
    const store = ownBucket(files.snapshot);
    const text = (field: string) => String(store.get(field) ?? '');
    const keys = [
      ['access_key', 'AWS_ACCESS_KEY_ID'],
      ['secret_key', 'AWS_SECRET_ACCESS_KEY'],
    ] as const;
    const extraEnv = keys.flatMap(([field, key]) => {
      const source = store.get(field);
      const name = isMap(source) && source.get('type') === 'env' ? source.get('value') : undefined;
      return typeof name === 'string' && name !== '' ? [variable('qtap', name, { secret: 'qpoint-s3', key })] : [];
    });
    allOf(
      variable('qscan', 'S3_ENDPOINT_URL', `https://${text('endpoint')}`),
      variable('qscan', 'S3_BUCKET_NAME', text('bucket')),
      variable('qscan', 'S3_REGION_NAME', text('region')),
      ...extraEnv,
    )(files);
  });
}
