import type { Scene } from './trial.ts';

/** Connections that Qtap opens to the push channel until it has been at each of its hosts, and at the first of them again. */
const oneRound = 7;

/**
 * Cuts the push channel for good: answers when Qtap has tried all of its hosts in vain. What is announced from then on reaches
 * nobody.
 */
export async function losePushChannel({ pipeline, step }: Scene): Promise<void> {
  const { faults, ably, edge } = pipeline;
  const name = 'the push channel is lost';
  const fault = faults.add({ name, at: { route: 'push' }, fault: { kind: 'cut', at: 'request' } });
  ably.cut();
  await edge.journal.waitFor(() => fault.strikes() >= oneRound, {
    signal: AbortSignal.any([step.signal, AbortSignal.timeout(pipeline.environment.patience.ready + 15_000)]),
    awaited: "Qtap's attempts to reach the push channel again",
  });
}
