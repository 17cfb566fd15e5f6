import type { Misfit } from './node-fit.ts';

/**
 * The sentence of `FailedScheduling`. Source: `FitError.Error` and `DefaultPreemption` of kube-scheduler 1.34.4, word for
 * word as its events have it. Where others make room there is nothing to say about preemption.
 */
export function unschedulableMessage(misfits: readonly Misfit[], makesRoom = false): string {
  if (!misfits.length) return 'no nodes available to schedule pods';
  const available = `0/${misfits.length} nodes are available:`;
  const preemption = misfits.map(({ unresolvable }) =>
    unresolvable ? 'Preemption is not helpful for scheduling' : 'No preemption victims found for incoming pod',
  );
  const filters = histogram(misfits.flatMap(({ reasons }) => reasons));
  if (makesRoom) return `${available} ${filters}.`;
  return `${available} ${filters}. no new claims to deallocate, preemption: ${available} ${histogram(preemption)}.`;
}

function histogram(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const texts = [...counts].map(([reason, count]) => `${count} ${reason}`);
  return texts.sort().join(', ');
}
