import type { PlannedExchange, PlannedMessage } from '../traffic-plan.ts';

/** Host at the Edge under which the workload and the upstream ask for their part of the plan. Known to no real service. */
export const trafficHost = 'traffic.harness.internal';

/** Paths on that host. */
export const trafficPaths = {
  /** GET with `part` → `WorkloadPlan`. */
  workloadPlan: '/plan/workload',
  /** GET → `UpstreamPlan`. */
  upstreamPlan: '/plan/upstream',
  /** GET with `instance`; answered when traffic may begin, 409 for a second workload. */
  start: '/start',
  /** GET; answered when the traffic may go on after the pause of the plan. */
  goOn: '/go-on',
  /** POST `ReplayProgress`. */
  progress: '/progress',
  /** POST `ReplayOutcome`. */
  done: '/done',
} as const;

/** An exchange as the workload needs it. */
export type WorkloadExchange = Pick<
  PlannedExchange,
  'id' | 'method' | 'host' | 'path' | 'headers' | 'request' | 'clockAhead'
> & {
  /** What must come back; the body as its SHA-1 in hex. */
  readonly response: { readonly status: number; readonly contentType: string; readonly bodyHash: string };
};

export interface WorkloadPlan {
  readonly exchanges: readonly WorkloadExchange[];
  /** One after the other, whatever their endpoint. */
  readonly inOrder: boolean;
  /** After so many it waits to be let go on. */
  readonly pauseAfter: number | undefined;
}

export interface UpstreamPlan {
  readonly responses: readonly (PlannedMessage & { readonly id: string; readonly status: number })[];
}

export interface ReplayProgress {
  /** Exchanges that were completed as planned. */
  readonly sent: number;
  readonly failed: number;
}

export interface ReplayOutcome extends ReplayProgress {
  /** The first few failures, one sentence each, without payload. */
  readonly failures: readonly string[];
}
