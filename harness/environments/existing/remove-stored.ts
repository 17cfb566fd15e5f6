import { EnvironmentError } from '../../errors/environment-error.ts';
import type { BucketAccess } from './bucket-access.ts';
import { leaveRecord, type RunOwnerOptions } from './run-owner.ts';

export interface RemoveStoredOptions
  extends Pick<RunOwnerOptions, 'requests' | 'namespace' | 'record' | 'cleanCommand'> {
  readonly bucket: Pick<BucketAccess, 'keys' | 'remove'>;
  readonly keys: readonly string[];
}

/**
 * Removes what a run stored, when its record is gone already. Throws `EnvironmentError` where that fails, and leaves a record of
 * it, so that it can be removed when the bucket lets one again.
 */
export async function removeStored(options: RemoveStoredOptions): Promise<void> {
  const { bucket, keys, cleanCommand } = options;
  if (keys.length === 0) return;
  try {
    const there = await bucket.keys();
    await bucket.remove(keys.filter((key) => there.has(key)));
  } catch (error) {
    const { message } = error as Error;
    try {
      await leaveRecord(options, keys);
    } catch {
      throw new EnvironmentError(`${message} What of these keys is there is the run's: ${keys.join(', ')}`, {
        cause: error,
      });
    }
    throw new EnvironmentError(`${message} What the run stored there is on record: ${cleanCommand}`, { cause: error });
  }
}
