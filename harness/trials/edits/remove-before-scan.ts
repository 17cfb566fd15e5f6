import { askBucket } from '../ask-bucket.ts';
import { holdJobs } from '../hold-jobs.ts';
import type { Scene } from '../trial.ts';

/** Somebody deletes every object between its upload and its scan. Pulse gives out no job until they are gone. */
export async function removeBeforeScan({ pipeline, plan, step }: Scene): Promise<AsyncDisposable> {
  const { pulse } = pipeline;
  const held = holdJobs(pipeline);
  const over = new AbortController();
  const signal = AbortSignal.any([step.signal, over.signal]);
  const remove = async () => {
    const stored = () => pulse.state.artifacts().length >= plan.scanInputs;
    await pulse.state.waitFor(stored, { signal, awaited: 'the records of all uploads' });
    for (const { digest } of pulse.state.artifacts())
      await askBucket(pipeline, { as: 'owner', method: 'DELETE', key: digest });
    held[Symbol.dispose]();
  };
  const removed = remove();
  // Uploads that never come are the trial's verdict, not an error of its own.
  removed.catch(() => undefined);
  return {
    async [Symbol.asyncDispose]() {
      over.abort();
      held[Symbol.dispose]();
      await Promise.allSettled([removed]);
    },
  };
}
