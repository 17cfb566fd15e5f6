import type { ContainerProcess } from '../process/container-process.ts';
import { startContainerProcess } from '../process/start-container-process.ts';
import { commandLine } from './command-line.ts';
import type { ContainerInstance } from './container-instance.ts';
import type { ContainerRole } from './container-role.ts';
import type { ContainerSetting } from './container-setting.ts';
import { startIdleProcess } from './idle-process.ts';
import type { Container } from './pod-context.ts';

/** Starts a container's first process. Throws `StartError` for a command that the image has not. */
export function startContainer(
  container: Container,
  role: ContainerRole,
  { terminationLog: _, ...setting }: ContainerSetting,
  instance: ContainerInstance,
): ContainerProcess {
  const { program, environment } = setting;
  const args = commandLine(container, program, environment);
  if (program.script === undefined && !program.isNode) {
    const idle = startIdleProcess();
    // Nothing would ever end an init container that idles, and nothing could start after it.
    if (role === 'init') idle.kill('SIGTERM');
    return idle;
  }
  instance.setting = setting;
  return startContainerProcess({
    ...setting,
    script: program.script,
    args,
    isFirstProcess: program.isNode ?? false,
    onOutput: (stream, chunk) => instance.log.write(stream, chunk),
  });
}
