import { planRun, type RunPlan } from '../pipeline/plan-run.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { planTraffic } from '../traffic/plan-traffic.ts';
import type { TrafficPlan } from '../traffic/traffic-plan.ts';
import type { Trial } from './trial.ts';

/** Exchanges that show where payloads go and what is found in them. */
const usualExchanges = 200;

const planned = new Map<string, TrafficPlan>();

/** A run's plan on the trial's own traffic, else on traffic of its size, which serves all trials of a seed. */
export function planTrial(seed: number, snapshot: Snapshot, trial: Pick<Trial, 'exchanges' | 'ownTraffic'>): RunPlan {
  const { exchanges = usualExchanges } = trial;
  if (trial.ownTraffic !== undefined) return planRun(seed, snapshot, trial.ownTraffic(seed));
  const key = `${seed} ${exchanges}`;
  const traffic = planned.get(key) ?? planTraffic({ seed, exchanges });
  planned.set(key, traffic);
  return planRun(seed, snapshot, traffic);
}
