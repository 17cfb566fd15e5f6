import { closeSync, constants, openSync, readSync } from 'node:fs';
import type { ContainerLog } from './container-log.ts';
import type { Container } from './pod-context.ts';

/** Bytes. Source: `MaxContainerTerminationMessageLength` and its neighbours in kubernetes/pkg/kubelet/container. */
const longestMessage = 4096;
const longestTail = { lines: 80, bytes: 2048 };

/** What a container leaves to say why it ended: its termination file, or the end of its log when the spec asks for that. */
export function terminationMessage(
  { terminationMessagePolicy }: Container,
  file: string,
  log: ContainerLog,
  exitCode: number,
): string | undefined {
  const written = beginning(file);
  if (written || exitCode === 0 || terminationMessagePolicy !== 'FallbackToLogsOnError') return written || undefined;
  return log.tail(longestTail.lines, longestTail.bytes) || undefined;
}

function beginning(file: string): string {
  const buffer = Buffer.alloc(longestMessage);
  try {
    // A container may put a FIFO there: opened to wait for a writer, it would stop the whole harness.
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return buffer.toString('utf8', 0, readSync(descriptor, buffer));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // The container may have removed it.
    return '';
  }
}
