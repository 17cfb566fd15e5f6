import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentError } from '../errors/environment-error.ts';

function newFolder(runId: string): string {
  try {
    return mkdtempSync(join(tmpdir(), `pii-harness-${runId}-`));
  } catch (error) {
    throw new EnvironmentError(
      `No folder can be made in ${tmpdir()} (${(error as NodeJS.ErrnoException).code}): set TMPDIR to one that can be written.`,
    );
  }
}

/** A run's own folder. It goes when the run ends, and with the process where the run cannot end in order. */
export function makeRunDirectory(runId: string): { readonly path: string } & Disposable {
  const path = newFolder(runId);
  const remove = () => rmSync(path, { recursive: true, force: true });
  process.on('exit', remove);
  return {
    path,
    [Symbol.dispose]() {
      process.off('exit', remove);
      remove();
    },
  };
}
