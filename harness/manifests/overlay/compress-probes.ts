import type { V1PodSpec, V1Probe } from '@kubernetes/client-node';
import { podContainers } from './pod-containers.ts';

/** Kubernetes' own values for what a probe leaves out. Source: k8s.io/kubernetes `SetDefaults_Probe`. */
const defaults = { initialDelaySeconds: 0, periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 1 };

/**
 * Lets startup and readiness probes ask as often as they can, and counts as many failures more, so that a container is
 * found ready as soon as it is and given up when it would have been:
 *
 * - `periodSeconds` becomes the smallest number of seconds that is no less than `timeoutSeconds` and divides the probe's whole
 *   patience. The kubelet asks one question at a time: below the time-out a server that hangs would be given up later than
 *   the spec says, since each question takes that long.
 * - `failureThreshold` grows so that period × threshold stays what it was (where an initial delay leaves no divisor, it is
 *   less than one period longer).
 * - `initialDelaySeconds` goes. For a startup probe it is part of the patience before the container is killed, and is added
 *   to that product. A readiness probe that fails before the first success has no consequence, so there nothing is added.
 * - `timeoutSeconds` stays: what is too slow to answer stays too slow.
 * - `successThreshold` stays: as many good answers in a row as before, sooner. (Only readiness probes may ask for more than one.)
 *
 * Liveness probes stay as they are. Nothing waits for their success, so they cost no time, and a delay of theirs keeps a
 * slow container alive.
 *
 * What this cannot keep: a container that answers well now and then is asked more often and so more often caught well.
 * Numbers that the API server refuses are left for it to refuse.
 */
export function compressProbes(spec: V1PodSpec): void {
  for (const container of podContainers(spec)) {
    const { startupProbe, readinessProbe } = container;
    if (isSound(startupProbe)) container.startupProbe = compressed(startupProbe, startupProbe.initialDelaySeconds ?? 0);
    if (isSound(readinessProbe)) container.readinessProbe = compressed(readinessProbe, 0);
  }
}

/** `further` seconds are added to the patience. */
function compressed(probe: V1Probe, further: number): V1Probe {
  const period = probe.periodSeconds || defaults.periodSeconds;
  const timeout = probe.timeoutSeconds || defaults.timeoutSeconds;
  const patience = period * (probe.failureThreshold || defaults.failureThreshold) + further;
  const fastest = shortestPeriod(patience, Math.min(timeout, period), period);
  if (fastest >= period && !probe.initialDelaySeconds) return probe;
  const { initialDelaySeconds: _, ...rest } = probe;
  return { ...rest, periodSeconds: fastest, failureThreshold: Math.ceil(patience / fastest) };
}

/** The smallest divisor of the patience from `least` to `most` seconds; `least` where none is, which gives up a little later. */
function shortestPeriod(patience: number, least: number, most: number): number {
  for (let seconds = least; seconds <= most; seconds++) if (patience % seconds === 0) return seconds;
  return least;
}

function isSound(probe: V1Probe | undefined): probe is V1Probe {
  if (typeof probe !== 'object' || probe === null) return false;
  const numbers = Object.keys(defaults).map((name) => (probe as Record<string, unknown>)[name]);
  return numbers.every((value) => value === undefined || (Number.isInteger(value) && (value as number) >= 0));
}
