/** What a pod of the run's own traffic has beside what every one has. */
export interface WorkloadPod {
  /** Its node, taints or not; undefined: the scheduler's choice. */
  readonly node?: string;
  /** Further variables of the workload's container. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The upstream runs in the same pod, reached on the pod's own loopback address. */
  readonly besideUpstream?: boolean;
}
