import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { constants } from 'node:os';
import { posix } from 'node:path';
import type { Writable } from 'node:stream';
import type { CommandStreams } from '../api/node-agent.ts';
import type { ContainerProcessOptions } from '../process/container-process.ts';
import { startContainerProcess } from '../process/start-container-process.ts';
import { commandLine } from './command-line.ts';
import type { ContainerInstance, ProcessSetting } from './container-instance.ts';
import { executableFault, StartError } from './start-error.ts';

/**
 * Runs a command in a container, beside its own process and with all that it has; it ends with the container. `node`
 * is Node itself, any other executable of the image its program. Rejects in containerd's and runc's words.
 */
export async function execInContainer(
  { setting, ended }: ContainerInstance,
  command: readonly string[],
  { stdin, stdout, stderr }: CommandStreams,
  signal: AbortSignal,
): Promise<number> {
  const process = startContainerProcess({
    ...programOf(setting, command),
    stdin,
    onOutput: (stream, chunk) => write(stream === 'stdout' ? stdout : stderr, chunk),
  });
  const kill = () => process.kill('SIGKILL');
  const over = AbortSignal.any([ended, signal]);
  if (over.aborted) kill();
  over.addEventListener('abort', kill, { once: true });
  try {
    const { exitCode, signal: killedBy } = await process.exited;
    return exitCode ?? 128 + constants.signals[killedBy ?? 'SIGKILL'];
  } finally {
    over.removeEventListener('abort', kill);
  }
}

function programOf(
  setting: ProcessSetting | undefined,
  command: readonly string[],
): Omit<ContainerProcessOptions, 'stdin' | 'onOutput'> {
  const [executable = '', ...args] = command;
  // A container that idles stands for an image of which nothing is known.
  if (!setting) throw cannotExec(executable);
  const { program, environment, ...rest } = setting;
  const known = program.executables.includes(posix.basename(executable));
  if (known && posix.basename(executable) === 'node') return { ...rest, environment, args };
  try {
    return { ...rest, environment, script: program.script, args: commandLine({ command }, program, environment) };
  } catch (error) {
    throw error instanceof StartError ? cannotExec(executable) : error;
  }
}

function cannotExec(executable: string): Error {
  const id = randomBytes(32).toString('hex');
  const fault = `unable to start container process: ${executableFault(executable)}: unknown`;
  return new Error(
    `failed to exec in container: failed to start exec "${id}": OCI runtime exec failed: exec failed: ${fault}`,
  );
}

/** Waits for a client that reads slowly, and not for one that is gone. */
function write(stream: Writable | undefined, chunk: Buffer): Promise<void> | undefined {
  if (!stream || stream.destroyed || stream.write(chunk)) return undefined;
  const left = new AbortController();
  const { signal } = left;
  const waits = ['drain', 'close'].map((event) => once(stream, event, { signal }));
  return Promise.race(waits).then(
    () => left.abort(),
    () => left.abort(),
  );
}
