import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A run's own folder. It goes when the run ends, and with the process where the run cannot end in order. */
export function makeRunDirectory(runId: string): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), `pii-harness-${runId}-`));
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
