import { planRun, type RunPlan } from '../pipeline/plan-run.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { planTraffic, type TrafficPlanOptions } from '../traffic/plan-traffic.ts';
import type { TrafficPlan } from '../traffic/traffic-plan.ts';
import type { Trial } from './trial.ts';

/** Exchanges that show where payloads go and what is found in them. */
const usualExchanges = 200;

const planned = new Map<string, TrafficPlan>();

/** What of a trial's traffic is otherwise than usual. */
export type TrialTraffic = Pick<TrafficPlanOptions, 'inQuery' | 'headers'>;

/** A run's plan on the trial's own traffic, else on traffic of its size, which serves all trials of a seed. */
export function planTrial(
  seed: number,
  snapshot: Snapshot,
  trial: Pick<Trial, 'exchanges' | 'ownTraffic' | 'traffic'>,
): RunPlan {
  const { exchanges = usualExchanges, traffic: traits = {} } = trial;
  if (trial.ownTraffic !== undefined) return planRun(seed, snapshot, trial.ownTraffic(seed));
  const key = JSON.stringify([seed, exchanges, traits]);
  const traffic = planned.get(key) ?? planTraffic({ seed, exchanges, ...traits });
  planned.set(key, traffic);
  return planRun(seed, snapshot, traffic);
}
