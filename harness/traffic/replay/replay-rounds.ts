import type { EdgeRoute } from '../../edge/edge-route.ts';
import type { TrafficPlan } from '../traffic-plan.ts';
import { createReplay, type Replay } from './create-replay.ts';

/** The same traffic several times over, each round by a workload of its own. */
export interface ReplayRounds {
  readonly route: EdgeRoute;
  /** The round that the next workload to ask takes up. */
  readonly round: Replay;
  /** Ends the round and answers with the next. */
  next(): Replay;
}

export function createReplayRounds(plan: TrafficPlan): ReplayRounds {
  let round = createReplay(plan);
  return {
    route: { ...round.route, handle: (...request) => round.route.handle(...request) },
    get round() {
      return round;
    },
    next() {
      round = createReplay(plan);
      return round;
    },
  };
}
