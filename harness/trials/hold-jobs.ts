import { Code } from '@connectrpc/connect';
import type { Pipeline } from '../pipeline/pipeline.ts';

/** From now on Pulse gives out no job, until what this answers is disposed of; what is in hand goes on. */
export function holdJobs({ faults }: Pick<Pipeline, 'faults'>): Disposable {
  const fault = { kind: 'rpc-error', code: Code.Unavailable } as const;
  return faults.add({ name: 'no job is given out', at: { rpc: 'GetNextJob' }, fault });
}
