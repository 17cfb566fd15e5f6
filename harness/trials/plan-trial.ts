import { planRun, type RunPlan } from '../pipeline/plan-run.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { planTraffic, type TrafficPlanOptions } from '../traffic/plan-traffic.ts';
import type { TrafficPlan } from '../traffic/traffic-plan.ts';

const planned = new Map<string, TrafficPlan>();

/** What of a trial's traffic is otherwise than usual. */
export type TrialTraffic = Pick<TrafficPlanOptions, 'inQuery' | 'headers'>;

/** A run's plan on traffic of this size; the same traffic serves all trials of a seed. */
export function planTrial(seed: number, snapshot: Snapshot, exchanges: number, traits: TrialTraffic = {}): RunPlan {
  const key = JSON.stringify([seed, exchanges, traits]);
  const traffic = planned.get(key) ?? planTraffic({ seed, exchanges, ...traits });
  planned.set(key, traffic);
  return planRun(seed, snapshot, traffic);
}
