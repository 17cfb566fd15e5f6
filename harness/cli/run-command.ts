import { EnvironmentError } from '../errors/environment-error.ts';
import { InputError } from '../errors/input-error.ts';
import { asCalled } from '../report/as-called.ts';
import { exitCode } from './exit-code.ts';
import { UsageError } from './usage-error.ts';

/** Runs a command to its exit code; what a user can mend is one sentence on standard error, anything else a stack. */
export async function runCommand(command: () => Promise<number>): Promise<number> {
  try {
    return await command();
  } catch (error) {
    const isUsage = error instanceof UsageError || error instanceof InputError;
    if (!isUsage && !(error instanceof EnvironmentError)) throw error;
    process.stderr.write(asCalled(`${error.message}\n`));
    return isUsage ? exitCode.usage : exitCode.environment;
  }
}
