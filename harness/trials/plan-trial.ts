import { planRun, type RunPlan } from '../pipeline/plan-run.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { planTraffic } from '../traffic/plan-traffic.ts';
import type { TrafficPlan } from '../traffic/traffic-plan.ts';

const planned = new Map<string, TrafficPlan>();

/** A run's plan on traffic of this size; the same traffic serves all trials of a seed. */
export function planTrial(seed: number, snapshot: Snapshot, exchanges: number): RunPlan {
  const key = `${seed} ${exchanges}`;
  const traffic = planned.get(key) ?? planTraffic({ seed, exchanges });
  planned.set(key, traffic);
  return planRun(seed, snapshot, traffic);
}
