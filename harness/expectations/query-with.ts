import type { PlannedExchange, TrafficPlan } from '../traffic/traffic-plan.ts';
import type { Leak } from './leak-search/leak-search.ts';

/** The planned exchange that carries a leaked value in its query string; undefined where none does. */
export function queryWith(plan: TrafficPlan, leak: Pick<Leak, 'exchangeId' | 'type'>): PlannedExchange | undefined {
  const exchange = plan.exchanges.find(({ id }) => id === leak.exchangeId);
  const [, query = ''] = exchange?.path.split('?') ?? [];
  const values = new Set(new URLSearchParams(query).values());
  return exchange?.planted.some(({ type, value }) => type === leak.type && values.has(value)) ? exchange : undefined;
}
