import type { Node } from '../kubernetes/cluster-client.ts';
import { isPassingTaint } from '../kubernetes/passing-taint.ts';

/** Milliseconds in which the scheduler looks again at a pod that it could not place: it backs off 1 s, then 2 s. */
const backOff = 5000;

/** Milliseconds that a kubelet may take to come up; what takes longer is down. */
const longest = 60_000;

/** Whether a node may take pods that it did not take a moment ago: it is coming up, or came up at last within the back-off. */
export function nodeSettles({ spec, status }: Node, now = Date.now()): boolean {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const since = now - Date.parse(String(ready?.lastTransitionTime));
  return since >= 0 && since < (spec?.taints?.some(({ key }) => isPassingTaint(key)) ? longest : backOff);
}
