import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from './environment.ts';

/** Files through which a person reaches an environment. */
export interface AccessFiles {
  readonly kubeconfig: string;
  /** For a shell to read with `.`: `KUBECONFIG`, what `aws` and the SDKs know, and whatever else was given. */
  readonly variables: string;
}

/** Writes the files into a folder, readable by their owner only. */
export async function writeAccess(
  folder: string,
  { kubeconfig, objectStore }: Pick<Environment, 'kubeconfig' | 'objectStore'>,
  others: Readonly<Record<string, string>> = {},
): Promise<AccessFiles> {
  const files = { kubeconfig: join(folder, 'kubeconfig'), variables: join(folder, 'env') };
  const variables = {
    KUBECONFIG: files.kubeconfig,
    AWS_ENDPOINT_URL: objectStore.endpoint,
    AWS_REGION: objectStore.region,
    // Which older versions of the aws command know alone.
    AWS_DEFAULT_REGION: objectStore.region,
    AWS_ACCESS_KEY_ID: objectStore.accessKeyId,
    AWS_SECRET_ACCESS_KEY: objectStore.secretAccessKey,
    ...(objectStore.sessionToken !== undefined && { AWS_SESSION_TOKEN: objectStore.sessionToken }),
    ...others,
  };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${value}\n`);
  await writeFile(files.kubeconfig, kubeconfig, { mode: 0o600 });
  await writeFile(files.variables, lines.join(''), { mode: 0o600 });
  return files;
}
