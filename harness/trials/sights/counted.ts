import { strict as assert } from 'node:assert';
import { type QscanCounters, qscanCounters } from '../../expectations/qscan-counters.ts';
import type { Seen } from '../trial.ts';

/** What the Qtaps of a run counted of their sampling, in all or each pod by itself. Throws where none has counters. */
export function counted({ collected }: Seen): QscanCounters & { readonly pods: readonly QscanCounters[] } {
  const pages = collected?.evidence.qtapMetrics ?? [];
  const all = qscanCounters(pages);
  assert(all !== undefined, 'no Qtap has counters of the qscan plugin');
  return { ...all, pods: pages.flatMap((page) => qscanCounters([page]) ?? []) };
}
