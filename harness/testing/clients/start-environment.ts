import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixture } from '../../project-paths.ts';
import { startCli } from '../run-cli.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { newerSchema } from './newer-schema.ts';
import type { PrintedClients } from './printed-clients.ts';

export interface StartedEnvironment extends PrintedClients, AsyncDisposable {
  readonly orgId: string;
  /** A folder for what a test builds; commands are looked for in it first. */
  readonly path: string;
  /** Saves the snapshot changed, which is announced. */
  saveSnapshot(): void;
}

/** `npm run environment` as a process, and what it printed. */
export async function startEnvironment(): Promise<StartedEnvironment> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(temporaryFolder());
  const snapshot = join(folder.path, 'snapshot.yaml');
  cpSync(fixture('snapshots/snapshot.yaml'), snapshot);
  const cli = startCli(['--snapshot', snapshot], {}, 'environment');
  stack.defer(async () => {
    cli.process.kill('SIGINT');
    await cli.exit;
  });
  await cli.shows('Ctrl-C');
  const [, orgId = ''] = /^ {2}\{"orgId": "(\w+)", "service": "qscan"\}$/m.exec(cli.shown) ?? [];
  const schema = newerSchema(folder.path);
  const held = stack.move();
  return {
    output: cli.shown,
    orgId,
    schema,
    path: folder.path,
    saveSnapshot() {
      writeFileSync(snapshot, readFileSync(snapshot, 'utf8').replace('sample_rate: 0.1', 'sample_rate: 0.5'));
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}
