import { rmSync } from 'node:fs';
import { clusterName } from '../run-names.ts';
import { dockerContainers, removeContainers, removeUnusedKindNetwork } from './docker-objects.ts';

/** What there is to be removed of a run. Plain data: it crosses to the process that watches over the run. */
export interface RunRemains {
  /** The run's id, or `reuse`. */
  readonly id: string;
  /** Whether nodes and containers go too; those of a kept cluster stay. */
  readonly containers: boolean;
  /** Whether kind's network was not there before this run. */
  readonly network: boolean;
  /** Folders and files that go. */
  readonly paths: readonly string[];
}

/** Removes the nodes and containers of a run, then its paths. What is gone already is no failure. */
export async function removeRun({ id, containers, network, paths }: RunRemains): Promise<void> {
  try {
    if (containers) {
      const all = await dockerContainers();
      const own = all.filter(({ cluster, run }) => run === id || cluster === clusterName(id));
      await removeContainers(own.map((container) => container.id));
    }
    if (network) await removeUnusedKindNetwork();
  } finally {
    for (const path of paths) rmSync(path, { recursive: true, force: true });
  }
}
