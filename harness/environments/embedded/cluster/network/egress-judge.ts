import type { PodIdentity } from './cluster-network.ts';

/** Where a pod's connection or look-up would go, after a Service has chosen its backend. */
export interface EgressTarget {
  readonly ip: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** Decides whether a pod may send there; the names of the policies that keep it in where it may not. */
export type EgressJudge = (
  from: Pick<PodIdentity, 'namespace' | 'name'>,
  to: EgressTarget,
) => readonly string[] | undefined;

/** A connection that a pod was not allowed to open. */
export interface BlockedConnection {
  readonly pod: PodIdentity;
  /** Name or address that the pod dialled; the name that it looked up where that was blocked. */
  readonly host: string;
  readonly port: number;
  /** Names of the NetworkPolicies of the pod's namespace that select it and allow none of this. */
  readonly policies: readonly string[];
}
