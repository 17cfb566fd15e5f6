import { EnvironmentError } from '../../../errors/environment-error.ts';
import { ProgramError, runProgram } from '../run-program.ts';

/** What Docker tells of a container, of what this asks. */
export interface ContainerState {
  /** For example `running` or `exited`; undefined for a container that is gone. */
  readonly status: string | undefined;
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  /** ISO 8601. */
  readonly finishedAt: string;
}

/** Milliseconds until Docker counts as gone itself. */
const patience = 10_000;

/**
 * Awaits what LocalStack was asked. Where that fails because LocalStack is not there to answer, rejects with `EnvironmentError` that
 * says what became of its container; with the error itself where it answered.
 */
export async function askLocalStack<T>(container: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const code = connectionCode(error);
    if (code === undefined) throw error;
    const fate = await stateOf(container).then(
      fateOf,
      (failure: Error) => `is Docker’s, which cannot be asked (${failure.message})`,
    );
    throw new EnvironmentError(
      `LocalStack does not answer (${code}): its container ${container.slice(0, 12)} ${fate}. What agents wrote is not known, so nothing is said of it. Run again; if it stays so, look at localstack.log, which --evidence DIR keeps, and at what npm run doctor says of memory and disk.`,
      { cause: error },
    );
  }
}

/** What became of the container, to stand behind its name. */
export function fateOf({ status, exitCode, outOfMemory, finishedAt }: ContainerState): string {
  if (status === undefined) return 'is gone, and nothing of this run removed it';
  if (status !== 'exited' && status !== 'dead') return `is ${status}`;
  return `exited with ${exitCode} at ${finishedAt}${outOfMemory ? ', killed for want of memory' : ''}`;
}

async function stateOf(container: string): Promise<ContainerState> {
  try {
    const text = await runProgram('docker', ['inspect', '--format', '{{json .State}}', container], {
      timeout: patience,
    });
    const state = JSON.parse(text) as { Status: string; ExitCode: number; OOMKilled: boolean; FinishedAt: string };
    const { Status: status, ExitCode: exitCode, OOMKilled: outOfMemory, FinishedAt: finishedAt } = state;
    return { status, exitCode, outOfMemory, finishedAt };
  } catch (error) {
    if (error instanceof ProgramError && /no such (object|container)/i.test(error.stderr))
      return { status: undefined, exitCode: 0, outOfMemory: false, finishedAt: '' };
    throw error;
  }
}

/** Of an error of a socket, be it wrapped by `fetch`; undefined for an answer. */
function connectionCode(error: unknown): string | undefined {
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
  if (typeof code === 'string' && /^(E[A-Z]{4,}|UND_ERR_\w+)$/.test(code)) return code;
  return cause instanceof Error ? connectionCode(cause) : undefined;
}
