import { UsageError } from './usage-error.ts';

/** The error for a flag's file or folder that cannot be written, with the system's reason. */
export function notWritable(what: string, error: unknown): UsageError {
  return new UsageError(`${what} cannot be written: ${(error as Error).message.replace(/,.*/, '')}.`);
}
