import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterName } from '../run-names.ts';
import { dockerContainers, removeContainers, removeUnusedKindNetwork } from './docker-objects.ts';

/** What there is to be removed of a run. Plain data: it crosses to the process that watches over the run. */
export interface RunRemains {
  /** The run's id, or the kept cluster's. */
  readonly id: string;
  /** Whether nodes and containers go too; those of a kept cluster stay. */
  readonly containers: boolean;
  /** Whether kind's network was not there before this run. */
  readonly network: boolean;
  /** Folders and files that go. */
  readonly paths: readonly string[];
}

const glance = 200;

/**
 * Removes the nodes and containers of a run, then its paths. What is gone already is no failure. `groups` are programs that were
 * killed while they made something: what their own children asked of Docker is made all the same, so that is waited for.
 */
export async function removeRun(remains: RunRemains, groups: Iterable<number> = []): Promise<void> {
  const { id, containers, network, paths } = remains;
  try {
    if (containers) {
      for (let last = false; !last; ) {
        last = ![...groups].some(groupAlive);
        await removeContainersOf(id);
        if (!last) await delay(glance);
      }
    }
    if (network) await removeUnusedKindNetwork();
  } finally {
    for (const path of paths) rmSync(path, { recursive: true, force: true });
  }
}

async function removeContainersOf(id: string): Promise<void> {
  const all = await dockerContainers();
  const own = all.filter(({ cluster, run }) => run === id || cluster === clusterName(id));
  await removeContainers(own.map((container) => container.id));
}

/** Whether a process of the group lives. */
function groupAlive(leader: number): boolean {
  try {
    process.kill(-leader, 0);
    return true;
  } catch {
    return false;
  }
}
