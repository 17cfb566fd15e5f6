import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectPath } from '../../project-paths.ts';

export interface RunningStore extends AsyncDisposable {
  readonly endpoint: string;
  /** Ends the process; the most memory that it ever had, in bytes. */
  stop(): Promise<number>;
}

/** Starts the embedded store in a process of its own, its files in a folder that goes with it. */
export async function runStore(): Promise<RunningStore> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-store-'));
  // As `npm run environment` starts it.
  const flags = ['--max-semi-space-size=8'];
  const env = { NODE_COMPILE_CACHE: projectPath('node_modules/.cache/compile'), ...process.env };
  const child = spawn(process.execPath, [...flags, projectPath('harness/bench/store/store-once.ts'), folder], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const nextLine = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the store ended before it told what it was asked: see its messages above.');
    return value;
  };
  const endpoint = await nextLine();
  return {
    endpoint,
    async stop() {
      child.stdin.end();
      return Number(await nextLine());
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
