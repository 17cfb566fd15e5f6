import { rmSync } from 'node:fs';
import { runProgram } from '../run-program.ts';
import { removeContainers, removeUnusedKindNetwork } from './docker-objects.ts';
import type { Leftover } from './leftover.ts';

/** Removes what was found, containers before networks and folders. Answers with what could not be removed, and why. */
export async function removeLeftovers(leftovers: readonly Leftover[]): Promise<{ of: Leftover; reason: string }[]> {
  const failures: { of: Leftover; reason: string }[] = [];
  const order: readonly Leftover['kind'][] = ['cluster', 'container', 'network', 'image', 'folder', 'file'];
  for (const kind of order) {
    for (const leftover of leftovers.filter((one) => one.kind === kind)) {
      try {
        await remove(leftover);
      } catch (error) {
        failures.push({ of: leftover, reason: (error as Error).message });
      }
    }
  }
  return failures;
}

async function remove({ kind, ids }: Leftover): Promise<void> {
  if (kind === 'cluster' || kind === 'container') await removeContainers(ids);
  else if (kind === 'network') await removeUnusedKindNetwork();
  else if (kind === 'image') await runProgram('docker', ['image', 'rm', ...ids]);
  else for (const path of ids) rmSync(path, { recursive: true, force: true });
}
