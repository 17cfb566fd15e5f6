/** Label of everything that a run makes in somebody's cluster, and of its pods; its value is the run's id. */
export const runLabel = 'pii-harness/run';

/** The ConfigMap that owns everything that a run made in a namespace: with it all of that goes. */
export const ownerName = 'pii-harness-run';
