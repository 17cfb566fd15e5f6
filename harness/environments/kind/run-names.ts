/** Label of everything that a run makes in Docker; its value is the run's id, or a kept cluster's. */
export const runLabel = 'pii-harness.run';

/** Labels that say which process owns a container, and on which machine that process runs. */
export const ownerLabels = {
  pid: 'pii-harness.pid',
  /** As `processStart` tells it. */
  started: 'pii-harness.started',
  host: 'pii-harness.host',
} as const;

const prefix = 'pii-harness-';

/** Name of a run's cluster. */
export function clusterName(id: string): string {
  return `${prefix}${id}`;
}

/** The id in a name that `clusterName` made; undefined for a cluster of somebody else's. */
export function idOfCluster(name: string): string | undefined {
  return /^pii-harness-((?:reuse-)?[0-9a-f]{6})$/.exec(name)?.[1];
}
