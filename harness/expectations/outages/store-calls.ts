import type { Exchange } from '../../edge/exchange.ts';
import { isStruckAndFailed } from '../../edge/faults/struck-and-failed.ts';

/** What was tried with one key of the object store. */
export interface StoreCalls {
  readonly attempts: number;
  /** How the last one ended. */
  readonly last: string;
  /** The last one failed because a fault of the scenario struck it. */
  readonly lastStruck: boolean;
  /** At least one did. */
  readonly everStruck: boolean;
}

/** Calls to the object store by key, in the order in which keys were first tried; keys of artifacts only. */
export function storeCalls(exchanges: readonly Exchange[]): Map<string, StoreCalls> {
  const calls = exchanges.filter(({ route }) => route === 'object-store');
  const byKey = Map.groupBy(calls, ({ path }) => path.split('?', 1)[0]?.split('/').at(-1) ?? '');
  return new Map([...byKey].filter(([key]) => /^[0-9a-f]{40}$/.test(key)).map(([key, of]) => [key, summary(of)]));
}

function summary(calls: readonly Exchange[]): StoreCalls {
  const last = calls.at(-1);
  return {
    attempts: calls.length,
    last: last?.status === undefined ? 'without an answer' : `answered ${last.status}`,
    lastStruck: last !== undefined && isStruckAndFailed(last),
    everStruck: calls.some(isStruckAndFailed),
  };
}
