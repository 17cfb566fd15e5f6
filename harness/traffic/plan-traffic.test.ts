import fc from 'fast-check';
import { isPossiblePhoneNumber, isValidPhoneNumber } from 'libphonenumber-js/max';
import { expect, test } from 'vitest';
import { type EntityType, entityTypes } from '../entities/entity-type.ts';
import { endpoints } from './endpoints/index.ts';
import { planTraffic } from './plan-traffic.ts';
import type { PlannedExchange, PlantedValue } from './traffic-plan.ts';
import { licensePatterns } from './values/us-driver-license.ts';

const plan = planTraffic({ seed: 1, exchanges: 1000 });
const planted = plan.exchanges.flatMap((exchange) => exchange.planted);
const ofType = (type: EntityType) => planted.filter((value) => value.type === type).map(({ value }) => value);

test('the same seed gives the same plan, another seed another', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const exchanges = 25;
      expect(planTraffic({ seed, exchanges })).toEqual(planTraffic({ seed, exchanges }));
      expect(planTraffic({ seed, exchanges }).exchanges).not.toEqual(
        planTraffic({ seed: seed + 1, exchanges }).exchanges,
      );
    }),
    { numRuns: 20 },
  );
});

test('a shorter plan is the beginning of a longer one', () => {
  expect(planTraffic({ seed: 1, exchanges: 50 }).exchanges).toEqual(plan.exchanges.slice(0, 50));
});

test('a seed that is no whole number is refused', () => {
  expect(() => planTraffic({ seed: 0.5, exchanges: 1 })).toThrow('whole number');
});

test('every type is planted dozens of times, in either direction', () => {
  for (const type of entityTypes) expect(ofType(type).length, type).toBeGreaterThan(50);
  expect(new Set(planted.map(({ source }) => source))).toEqual(new Set(['request_body', 'response_body']));
});

test('planted values are unique', () => {
  expect(new Set(planted.map(({ value }) => value)).size).toBe(planted.length);
});

test('each planted value stands where its path says, and only there', () => {
  for (const exchange of plan.exchanges) {
    for (const value of exchange.planted) {
      const fields = fieldsOf(exchange, value);
      const holders = [...fields].filter(([, text]) => text.includes(value.value)).map(([path]) => path);
      expect(holders, `${exchange.id} ${value.type} ${value.path}`).toEqual([value.path]);
    }
  }
});

test('no planted value stands outside the bodies', () => {
  for (const { id, host, path, method, planted } of plan.exchanges) {
    for (const { value } of planted) expect([id, host, path, method].some((text) => text.includes(value))).toBe(false);
  }
});

test('one host has one path, without query or number of its own', () => {
  expect(new Set(endpoints.map(({ host }) => host)).size).toBe(endpoints.length);
  for (const { host, path } of endpoints) {
    expect(host).toMatch(/^[a-z]+$/);
    expect(path).toMatch(/^(\/(v1|[a-z]+))+$/);
  }
  expect(new Set(plan.exchanges.map(({ host, path }) => host + path)).size).toBe(endpoints.length);
});

test('ids are unique', () => {
  expect(new Set(plan.exchanges.map(({ id }) => id)).size).toBe(plan.exchanges.length);
});

test('bodies have the size of everyday calls', () => {
  for (const { request, response } of plan.exchanges) {
    for (const { body } of [request, response]) {
      expect(body.length).toBeGreaterThanOrEqual(300);
      expect(body.length).toBeLessThanOrEqual(2048);
    }
  }
});

test('cards pass the Luhn check in a real issuer range', () => {
  for (const card of ofType('CREDIT_CARD')) {
    const digits = card.replaceAll(/[ -]/g, '');
    expect(digits).toMatch(/^(4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6011\d{12})$/);
    const sum = [...digits].reverse().reduce((total, digit, index) => {
      const weighted = Number(digit) * (index % 2 === 1 ? 2 : 1);
      return total + (weighted > 9 ? weighted - 9 : weighted);
    }, 0);
    expect(sum % 10).toBe(0);
  }
});

test('social security numbers keep the issuing rules', () => {
  for (const ssn of ofType('US_SSN')) expect(ssn).toMatch(/^(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}$/);
});

test('bank numbers are account numbers of 17 digits', () => {
  for (const number of ofType('US_BANK_NUMBER')) expect(number).toMatch(/^[1789]\d{16}$/);
});

test('phone numbers are valid for libphonenumber without a default country', () => {
  for (const number of ofType('PHONE_NUMBER')) {
    expect(isPossiblePhoneNumber(number) && isValidPhoneNumber(number), number.slice(0, 6)).toBe(true);
  }
});

test('driver licences follow the pattern of a state', () => {
  const patterns = Object.values(licensePatterns).map(
    (pattern) => new RegExp(`^${pattern.replaceAll('A', '[A-Z]').replaceAll('9', '\\d')}$`),
  );
  for (const number of ofType('US_DRIVER_LICENSE')) expect(patterns.some((pattern) => pattern.test(number))).toBe(true);
});

test('what is not planted looks like none of the types with a checksum or pattern', () => {
  for (const exchange of plan.exchanges) {
    for (const source of ['request_body', 'response_body'] as const) {
      let rest = [...fieldsOf(exchange, { source }).values()].join('\n');
      for (const { value } of exchange.planted) rest = rest.replace(value, '');
      expect(rest).not.toMatch(/\d{6}|@|\+\d|\d{3}-\d{2}-\d{4}|\b[A-Z]{1,3}\d/);
    }
  }
});

/** Decodes a body independently of the code under test: text of each field by path. */
function fieldsOf(exchange: PlannedExchange, { source }: Pick<PlantedValue, 'source'>): Map<string, string> {
  const { contentType, body } = source === 'request_body' ? exchange.request : exchange.response;
  if (contentType.startsWith('text/plain')) return new Map([['$', body]]);
  if (contentType.endsWith('urlencoded')) {
    return new Map([...new URLSearchParams(body)].map(([name, text]) => [`$.${name}`, text]));
  }
  const fields = new Map<string, string>();
  const walk = (node: unknown, path: string): void => {
    if (Array.isArray(node)) for (const [index, item] of node.entries()) walk(item, `${path}[${index}]`);
    else if (typeof node === 'object' && node !== null) {
      for (const [name, child] of Object.entries(node)) {
        walk(child, /^[a-z_]\w*$/i.test(name) ? `${path}.${name}` : `${path}['${name}']`);
      }
    } else fields.set(path, String(node));
  };
  walk(JSON.parse(body), '$');
  return fields;
}

test('a query string holds a value of the body, and nothing else of the plan changes', () => {
  const headers = { authorization: 'Bearer x' };
  const other = planTraffic({ seed: 1, exchanges: 200, inQuery: 'US_SSN', headers }).exchanges;
  const same = plan.exchanges.slice(0, 200);
  expect(other.map((exchange) => exchange.headers)).toEqual(same.map(() => headers));
  expect(other.map(({ headers: _, path, ...rest }) => ({ ...rest, path: path.split('?')[0] }))).toEqual(same);
  for (const { path, planted } of other) {
    const value = planted.find(({ type }) => type === 'US_SSN')?.value;
    expect(new URL(path, 'http://host').searchParams.get('contact') ?? undefined).toBe(value);
  }
});
