import { Writable } from 'node:stream';
import type { ContainerInstance } from './container-instance.ts';
import { execInContainer } from './exec-in-container.ts';

/** Bytes that are kept of a probe's output. Source: `maxReadLength` of kubernetes/pkg/probe/exec. */
const longestOutput = 10 * 1024;

export interface CommandResult {
  readonly exitCode: number;
  /** The beginning of what came on both streams. */
  readonly output: string;
}

/** Runs a command in a container for a probe or hook. Rejects in the runtime's words when it cannot be started. */
export async function runCommand(
  instance: ContainerInstance,
  command: readonly string[],
  signal: AbortSignal,
): Promise<CommandResult> {
  const kept: Buffer[] = [];
  const sink = () =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        kept.push(chunk);
        done();
      },
    });
  const exitCode = await execInContainer(instance, command, { stdout: sink(), stderr: sink() }, signal);
  return { exitCode, output: Buffer.concat(kept).subarray(0, longestOutput).toString() };
}
