import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterName } from '../run-names.ts';
import { dockerContainers, removeContainers, removeUnusedKindNetwork } from './docker-objects.ts';
import { lockedBy } from './reuse-lock.ts';

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
  /** What belongs to whoever holds the kept cluster: nothing of that, nor any container, goes once another run has taken it over. */
  readonly kept?: { readonly lock: string; readonly runId: string; readonly paths: readonly string[] };
}

const glance = 200;

/**
 * Removes the nodes and containers of a run, then its paths. What is gone already is no failure. `groups` are programs that were
 * killed while they made something: what their own children asked of Docker is made all the same, so that is waited for.
 */
export async function removeRun(remains: RunRemains, groups: Iterable<number> = []): Promise<void> {
  const { containers, network, paths, kept } = remains;
  try {
    if (containers) {
      for (let last = false; !last; ) {
        last = ![...groups].some(groupAlive);
        await removeContainersOf(remains);
        if (!last) await delay(glance);
      }
    }
    if (network) await removeUnusedKindNetwork();
  } finally {
    for (const path of paths) rmSync(path, { recursive: true, force: true });
    for (const path of kept?.paths ?? []) if (isOurs(remains)) rmSync(path, { recursive: true, force: true });
  }
}

async function removeContainersOf(remains: RunRemains): Promise<void> {
  const { id } = remains;
  const all = await dockerContainers();
  const own = all.filter(({ cluster, run }) => run === id || cluster === clusterName(id));
  if (isOurs(remains)) await removeContainers(own.map((container) => container.id));
}

function isOurs({ kept }: RunRemains): boolean {
  if (kept === undefined) return true;
  const holder = lockedBy(kept.lock);
  return holder === undefined || holder === kept.runId;
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
