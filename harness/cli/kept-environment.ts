import { join } from 'node:path';
import type { RunOptions } from '../scenario/run-options.ts';

/** What a person needs to look around in an environment that `--keep` kept. */
export function keptEnvironment({ runDirectory }: RunOptions): string[] {
  return [
    'kept until Ctrl-C:',
    `  . ${join(runDirectory, 'env')}`,
    '  kubectl get pods -A',
    '  aws --endpoint-url "$AWS_ENDPOINT_URL" s3 ls',
  ];
}
