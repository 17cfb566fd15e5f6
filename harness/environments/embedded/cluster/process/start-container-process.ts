import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ContainerExit, ContainerMount, ContainerProcess, ContainerProcessOptions } from './container-process.ts';
import { reapGroup } from './group-reaper.ts';
import { firstProcess, leashVariable } from './preload/leash.ts';
import { MountTable, mountsVariable } from './preload/mount-table.ts';
import { preloadOption } from './preload-option.ts';

/**
 * Starts a container's process: Node in a process group of its own, which ends when the harness ends, however that ends.
 * Throws when no process can be made at all; what goes wrong in the script shows as output and exit code.
 */
export function startContainerProcess(options: ContainerProcessOptions): ContainerProcess {
  const mounts = withProgram(options.mounts.map(real), options.script);
  const script = options.script === undefined ? [] : ['--disable-warning=ExperimentalWarning', options.script];
  const child = spawn(process.execPath, [...script, ...options.args], {
    cwd: folder(options.workingDirectory, mounts),
    env: environment(options, mounts),
    detached: true,
    stdio: [options.stdin ? 'pipe' : 'ignore', 'pipe', 'pipe', 'ipc'],
  });
  const { pid } = child;
  if (pid === undefined) {
    child.once('error', () => {});
    throw new Error(
      `No process could be started for ${options.script ?? 'node'}: see the limits of processes and memory of this user.`,
    );
  }
  for (const name of ['stdout', 'stderr'] as const) {
    const output = child[name];
    output?.on('data', (chunk: Buffer) => {
      const taken = options.onOutput(name, chunk);
      if (!taken) return;
      output.pause();
      void taken.finally(() => output.resume());
    });
  }
  if (child.stdin) {
    // A process need not read to the end.
    child.stdin.on('error', () => {});
    options.stdin?.pipe(child.stdin);
  }
  const exited = exit(child, pid);
  return {
    pid,
    exited,
    kill: (signal) => {
      if (child.exitCode === null && child.signalCode === null) signalGroup(pid, signal);
    },
  };
}

async function exit(child: ChildProcess, pid: number): Promise<ContainerExit> {
  const forget = reapGroup(pid);
  const closed = once(child, 'close');
  const [exitCode, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  // A container's other processes die with its first one.
  signalGroup(pid, 'SIGKILL');
  forget();
  await closed;
  return { exitCode, signal };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function environment(options: ContainerProcessOptions, mounts: readonly ContainerMount[]): Record<string, string> {
  const own = options.environment.NODE_OPTIONS ?? '';
  const path = process.env.PATH;
  return {
    ...(path === undefined ? {} : { PATH: path }),
    // Else os.homedir() is the developer's, and the AWS SDK reads the credentials there.
    HOME: '/',
    ...options.environment,
    NODE_OPTIONS: own.includes(preloadOption) ? own : `${preloadOption} ${own}`.trim(),
    ...(options.compileCache === undefined ? {} : { NODE_COMPILE_CACHE: options.compileCache }),
    [mountsVariable]: JSON.stringify(mounts),
    [leashVariable]: options.isFirstProcess ? firstProcess : '1',
  };
}

/** Sources without symbolic links, so that what the kernel reports about them can be named back. */
function real(mount: ContainerMount): ContainerMount {
  return !mount.hidden && existsSync(mount.source) ? { ...mount, source: realpathSync(mount.source) } : mount;
}

/** What is imported may lie elsewhere than the program: its folder of packages may be made of links. */
const ownRoots = [import.meta.url, import.meta.resolve('yaml')].map((url) => packageRoot(fileURLToPath(url)));

/** A mount over the place where the program's own modules lie must not hide them from Node. */
function withProgram(mounts: readonly ContainerMount[], script: string | undefined): ContainerMount[] {
  const roots = new Set([...ownRoots, ...(script === undefined ? [] : [packageRoot(script)])]);
  const table = new MountTable(mounts);
  const hidden = [...roots].filter((root) => table.resolve(root) !== undefined);
  return [...mounts, ...hidden.map((root) => ({ path: root, source: root, readOnly: false }))];
}

/** The folder of a program with all that it imports. An installed package imports those that lie beside it. */
function packageRoot(file: string): string {
  const [before, inside] = file.split(`${sep}node_modules${sep}`);
  if (before !== undefined && inside !== undefined) return join(before, 'node_modules');
  let folder = dirname(file);
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder === '/' ? dirname(file) : folder;
}

function folder(path: string | undefined, mounts: readonly ContainerMount[]): string {
  if (path === undefined) return '/';
  const mount = new MountTable(mounts).resolve(path);
  const target = mount?.path ?? path;
  return !mount?.hidden && existsSync(target) ? target : '/';
}
