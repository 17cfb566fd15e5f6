import type { Endpoint } from '../../traffic/endpoints/endpoint.ts';
import { planTraffic } from '../../traffic/plan-traffic.ts';
import type { TrafficPlan } from '../../traffic/traffic-plan.ts';

/** Traffic of one exchange with each endpoint, one after the other; an endpoint may stand in the list more than once. */
export function inSequence(...endpoints: readonly (Endpoint | readonly Endpoint[])[]): (seed: number) => TrafficPlan {
  const all = endpoints.flat();
  return (seed) => planTraffic({ seed, exchanges: all.length, endpoints: all, inOrder: true });
}
