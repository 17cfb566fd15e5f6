import { accessSync, chmodSync, constants, mkdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorText, FatalError, type Log } from '../log.ts';
import { mayLoadPrograms } from './effective-rights.ts';
import { probeDirectory, probeSocketName } from './probe-directory.ts';
import { FrameReader, type ProbeFrame } from './probe-frame.ts';

/** Takes what one process reports. */
export interface ProbeSession {
  take(frame: ProbeFrame): void;
  /** The process is gone, or reports no more. */
  end(): void;
}

export interface ProbeServerOptions {
  /** Where the node's root file system is seen: `/proc/1/root` in a privileged container with the node's processes. */
  readonly nodeRoot: string;
  /** Tells the Qtaps of one node apart. */
  readonly instance: string;
  readonly open: () => ProbeSession;
  /** While true, nothing is read: the processes keep what they have to tell. */
  readonly congested: () => boolean;
  readonly log: Log;
}

const retryAfter = 5;

/** Stands for loading the eBPF programs: fatal where a container is not privileged enough to see the node. */
export function requireNodeAccess(nodeRoot: string): void {
  try {
    accessSync(`${nodeRoot}/`, constants.R_OK | constants.X_OK);
    if (isOwnRoot(nodeRoot)) throw new Error(`${nodeRoot} is the container's own, not the node's: hostPID is not set`);
    if (isKernels(nodeRoot) && mayLoadPrograms() === false)
      throw new Error('neither CAP_SYS_ADMIN nor CAP_BPF is in force');
    mkdirSync(join(nodeRoot, probeDirectory), { recursive: true });
  } catch (error) {
    throw new FatalError('failed to load BPF programs and maps', {
      error: `operation not permitted: Qtap needs root privileges in a privileged container with hostPID (${errorText(error)})`,
    });
  }
}

/** False for a folder that stands for it, as in a pod that is a child process: what rights that has says nothing of the pod. */
function isKernels(nodeRoot: string): boolean {
  try {
    readlinkSync(nodeRoot);
    return true;
  } catch {
    return false;
  }
}

/** So it is when the first process that the container sees is its own. */
function isOwnRoot(nodeRoot: string): boolean {
  const [seen, own] = [statSync(`${nodeRoot}/`), statSync('/')];
  return seen.dev === own.dev && seen.ino === own.ino;
}

/** Listens for the processes of the node. */
export async function startProbeServer(options: ProbeServerOptions): Promise<AsyncDisposable> {
  const path = join(options.nodeRoot, probeDirectory, probeSocketName(options.instance));
  const sockets = new Map<Socket, Promise<void>>();
  const server = createServer((socket) => {
    const done = feed(socket, options).finally(() => sockets.delete(socket));
    sockets.set(socket, done);
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(path, resolve);
  await promise;
  // Processes of any user report here, and connecting takes the right to write.
  chmodSync(path, 0o777);
  return {
    [Symbol.asyncDispose]: async () => {
      server.close();
      for (const socket of sockets.keys()) socket.destroy();
      await Promise.all(sockets.values());
      rmSync(path, { force: true });
    },
  };
}

async function feed(socket: Socket, { open, congested, log }: ProbeServerOptions): Promise<void> {
  const reader = new FrameReader();
  const session = open();
  try {
    for await (const chunk of socket) {
      for (const frame of reader.push(chunk as Buffer)) session.take(frame);
      while (congested() && !socket.destroyed) await delay(retryAfter);
    }
  } catch (error) {
    log.debug('probe session ended', { error: errorText(error) });
  } finally {
    session.end();
  }
}
