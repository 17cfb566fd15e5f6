import type { TrafficSight } from '../diagnosis/facts.ts';
import type { Pod } from '../kubernetes/cluster-client.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import { podRole } from './pod-role.ts';

/** What there is about the pods that send the run's traffic that keeps a Qtap from seeing it. */
export function trafficSight(pods: readonly Pod[], options: RunOptions): TrafficSight {
  const covered = new Set(pods.filter((pod) => podRole(pod, options) === 'qtap').map(({ spec }) => spec?.nodeName));
  const senders = pods.filter(({ spec }) => spec?.containers?.some(({ name }) => name === 'workload'));
  const names = (which: (pod: Pod) => boolean | undefined) =>
    senders.filter(which).map(({ metadata }) => metadata?.name ?? '');
  return {
    uncoveredNodes: [
      ...new Set(senders.flatMap(({ spec }) => (spec?.nodeName && !covered.has(spec.nodeName) ? [spec.nodeName] : []))),
    ],
    ignored: names(({ spec }) =>
      spec?.containers?.some(({ env }) =>
        env?.some(({ name, value }) => name === 'QPOINT_STRATEGY' && value === 'ignore'),
      ),
    ),
    withinPod: names(({ spec }) => spec?.containers?.some(({ name }) => name === 'upstream')),
  };
}
