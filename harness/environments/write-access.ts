import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from './environment.ts';

/** Files through which a person reaches an environment. */
export interface AccessFiles {
  readonly kubeconfig: string;
  /** For a shell to read with `.`: the variables that `aws` and the SDKs know. */
  readonly s3: string;
}

/** Writes the files into a folder, readable by their owner only. */
export async function writeAccess(
  folder: string,
  { kubeconfig, objectStore }: Pick<Environment, 'kubeconfig' | 'objectStore'>,
): Promise<AccessFiles> {
  const { endpoint, region, accessKeyId, secretAccessKey } = objectStore;
  const variables = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${value}\n`);
  const files = { kubeconfig: join(folder, 'kubeconfig'), s3: join(folder, 's3.env') };
  await writeFile(files.kubeconfig, kubeconfig, { mode: 0o600 });
  await writeFile(files.s3, lines.join(''), { mode: 0o600 });
  return files;
}
