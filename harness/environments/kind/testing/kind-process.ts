import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { dockerContainers } from '../life/docker-objects.ts';
import { noteOwner } from '../life/folder-owner.ts';
import { clusterName } from '../run-names.ts';

/** A process of its own that holds a kind environment, as a run does. */
export interface KindProcess extends AsyncDisposable {
  readonly process: ChildProcess;
  readonly runDirectory: string;
  readonly output: () => string;
  /** Resolves when a line holds the text; rejects when the process ends without. */
  shows(text: string): Promise<void>;
  readonly exited: Promise<unknown>;
}

/** Starts it. Disposed of, it is told to stop and waited for. */
export function startKindProcess(runId: string, reuse = false): KindProcess {
  const runDirectory = mkdtempSync(join(tmpdir(), `${clusterName(runId)}-`));
  const program = fileURLToPath(new URL('programs/hold-kind.ts', import.meta.url));
  const child = spawn(process.execPath, [program, runId, runDirectory, ...(reuse ? ['reuse'] : [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  noteOwner(runDirectory, child.pid ?? 0);
  const exited = once(child, 'close');
  let output = '';
  const waiting = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    for (const look of [...waiting]) look();
  });
  return {
    process: child,
    runDirectory,
    output: () => output,
    exited,
    shows: (text) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const look = () => void (output.includes(text) && resolve());
      waiting.add(look);
      void exited.then(() => reject(new Error(`It ended and never showed "${text}": ${output}`)));
      look();
      return promise;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await exited;
      rmSync(runDirectory, { recursive: true, force: true });
    },
  };
}

const glance = 200;

/** Resolves when Docker has no container of the run any more; the test's own limit ends it otherwise. */
export async function nothingLeft(id: string): Promise<void> {
  while ((await containersOf(id)).length > 0) await delay(glance);
}

/** Names of the run's nodes and containers. */
export async function containersOf(id: string): Promise<string[]> {
  const all = await dockerContainers();
  return all.filter(({ cluster, run }) => run === id || cluster === clusterName(id)).map(({ name }) => name);
}
