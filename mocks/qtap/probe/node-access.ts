import { statSync } from 'node:fs';

/** Where the stand-in meets the processes of its node. */
export interface NodeAccess {
  /** Path at which the node's root is seen. */
  readonly root: string;
  /** Whether the node's processes are seen, so that it can be told whose a connection is. */
  readonly seesProcesses: boolean;
}

const firstProcess = '/proc/1/root';

/** Where an embedded node shows its files to a container that is privileged and does not see its processes. */
const ofDevices = '/dev/node-root';

/** Through the node's first process, or else through its devices. Where there is neither, whoever asks for the former is told why. */
export function nodeAccess({ E2E_NODE_ROOT: given }: Readonly<Record<string, string | undefined>>): NodeAccess {
  if (given !== undefined) return { root: given, seesProcesses: true };
  const seesProcesses = isThere(firstProcess) || !isThere(ofDevices);
  return { root: seesProcesses ? firstProcess : ofDevices, seesProcesses };
}

function isThere(path: string): boolean {
  try {
    return statSync(`${path}/`).isDirectory();
  } catch {
    return false;
  }
}
