import type { Cause, Facts } from '../facts.ts';

/** Directions that leave out what stays inside the cluster, as this run's traffic does (reference, qplane.md section 3). */
const hidesInternal = new Set(['egress-external', 'ingress']);

/** The snapshot tells Qtap to look away from traffic like the run's. Ask only when Qtap saw none of it. */
export function trafficHidden({ snapshot, sawTraffic }: Facts): Cause | undefined {
  const { direction } = snapshot.tap;
  if (sawTraffic !== false || !hidesInternal.has(direction)) return undefined;
  return {
    sentence: `Qtap looks away from the run's traffic: tap.direction is ${direction}, and the upstream has a private address.`,
    positions: [snapshot.locate(['tap', 'direction'])],
    evidence: [],
  };
}
