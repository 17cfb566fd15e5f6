import { join } from 'node:path';
import type { RunOptions } from '../scenario/run-options.ts';

/** What a person needs to look around in an environment that `--keep` kept. */
export function keptEnvironment({
  runDirectory,
  environment,
}: Pick<RunOptions, 'runDirectory' | 'environment'>): string[] {
  // A guest may look at one namespace and one bucket.
  const [pods, objects] =
    environment.name === 'existing' ? ['-n "$NAMESPACE"', ` s3://${environment.bucket}`] : ['-A', ''];
  return [
    'kept until Ctrl-C:',
    `  . ${join(runDirectory, 'env')}`,
    `  kubectl get pods ${pods}`,
    `  aws --endpoint-url "$AWS_ENDPOINT_URL" s3 ls${objects}`,
  ];
}
