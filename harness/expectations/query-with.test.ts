import { expect, test } from 'vitest';
import { planTraffic } from '../traffic/plan-traffic.ts';
import { queryWith } from './query-with.ts';

const plan = planTraffic({ seed: 3, exchanges: 60, inQuery: 'EMAIL_ADDRESS' });
const withMail = plan.exchanges.filter(({ planted }) => planted.some(({ type }) => type === 'EMAIL_ADDRESS'));

test('tells a value that stands in a query string from one that stands in a body only', () => {
  expect(withMail.length).toBeGreaterThan(5);
  for (const exchange of withMail) {
    const { id: exchangeId } = exchange;
    expect(queryWith(plan, { exchangeId, type: 'EMAIL_ADDRESS' })).toBe(exchange);
    expect(queryWith(plan, { exchangeId, type: 'PERSON' })).toBeUndefined();
    expect(queryWith(planTraffic({ seed: 3, exchanges: 60 }), { exchangeId, type: 'EMAIL_ADDRESS' })).toBeUndefined();
  }
});
