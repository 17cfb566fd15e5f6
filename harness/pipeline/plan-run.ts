import { snapshotEvidence } from '../expectations/snapshot-evidence.ts';
import { expectSampling } from '../sampling/expect-sampling.ts';
import type { SamplingDecision } from '../sampling/sampler.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { endpoints } from '../traffic/endpoints/index.ts';
import { exchangesNeeded } from '../traffic/exchanges-needed.ts';
import { planTraffic } from '../traffic/plan-traffic.ts';
import type { TrafficPlan } from '../traffic/traffic-plan.ts';
import { plannedTransactions } from './planned-transactions.ts';

/** The traffic of a run, and what the seeded model of Qtap's sampling decides about it. */
export interface RunPlan {
  readonly traffic: TrafficPlan;
  /** In the order of the traffic; empty where the snapshot samples nothing. */
  readonly decisions: readonly SamplingDecision[];
  /** How many scan inputs and how many captured transactions the snapshot asks for. */
  readonly scanInputs: number;
  readonly transactions: number;
}

/** Exchanges of a run that has no sampling to judge: enough to see where they go. */
const withoutSampling = 200;

/**
 * Plans as much traffic as it takes to judge the snapshot's sampling, unless some is given. The same seed and snapshot give the
 * same plan.
 */
export function planRun(seed: number, snapshot: Snapshot, given?: TrafficPlan): RunPlan {
  const evidence = snapshotEvidence(snapshot);
  const { qscan } = evidence;
  const needed = qscan && exchangesNeeded(qscan.sampling, { endpoints: endpoints.length });
  const traffic = given ?? planTraffic({ seed, exchanges: needed?.exchanges ?? withoutSampling });
  const decisions = qscan ? expectSampling({ seed, config: qscan.sampling, exchanges: traffic.exchanges }) : [];
  return {
    traffic,
    decisions,
    scanInputs: decisions.filter(({ sampled }) => sampled).length,
    transactions: plannedTransactions(evidence, traffic.exchanges.length),
  };
}
