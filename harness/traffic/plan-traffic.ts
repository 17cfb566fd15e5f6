import fakerPackage from '@faker-js/faker/package.json' with { type: 'json' };
import type { EntityType } from '../entities/entity-type.ts';
import { createRandom, type Random } from '../random/random.ts';
import { writeBody } from './bodies/write-body.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import { endpoints as allEndpoints } from './endpoints/index.ts';
import type { PlannedExchange, PlantedValue, TrafficPlan } from './traffic-plan.ts';
import { createValueSource, type ValueSource } from './values/value-source.ts';

export interface TrafficPlanOptions {
  /** Whole number from 0 to 2^53 - 1. */
  readonly seed: number;
  /** Exchanges in all, dealt to the endpoints in turn; `exchangesNeeded` says how many a verdict takes. */
  readonly exchanges: number;
  readonly endpoints?: readonly Endpoint[];
  /** Whether all are sent one after the other, whatever their endpoint. */
  readonly inOrder?: boolean;
  /** A value of this type that an exchange's body holds stands in its query string as well. Default: none does. */
  readonly inQuery?: EntityType;
  /** Headers of every request, as `authorization`; default: none but what a client sends anyway. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Makes the traffic of a run: the same options give the same plan on any day and machine with the same faker.
 * Planted values are unique in the plan and stand in bodies only, unless `inQuery` says otherwise.
 */
export function planTraffic(options: TrafficPlanOptions): TrafficPlan {
  const { seed, exchanges: count, endpoints = allEndpoints, inOrder, inQuery, headers } = options;
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`A seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, not ${seed}.`);
  }
  const random = createRandom(seed);
  const nextValue = createValueSource(seed);
  const mark = random.letters(6);
  const exchanges = Array.from({ length: count }, (_, index) => {
    const endpoint = endpoints[index % endpoints.length];
    if (!endpoint) throw new RangeError('A traffic plan needs an endpoint.');
    const exchange = planExchange(`req-${mark}-${index + 1}`, endpoint, random, nextValue);
    return { ...exchange, path: exchange.path + queryOf(exchange, inQuery), ...(headers && { headers }) };
  });
  return { seed, fakerVersion: fakerPackage.version, exchanges, ...(inOrder && { inOrder }) };
}

function planExchange(id: string, endpoint: Endpoint, random: Random, nextValue: ValueSource): PlannedExchange {
  const planted: PlantedValue[] = [];
  const request = writeBody(endpoint.request(random), 'request_body', nextValue, planted);
  const response = writeBody(endpoint.response(random), 'response_body', nextValue, planted);
  const { method, host, path, status, clockAhead } = endpoint;
  return {
    id,
    method,
    host,
    path,
    request,
    response: { ...response, status },
    planted,
    ...(clockAhead && { clockAhead }),
  };
}

function queryOf({ planted }: PlannedExchange, type: EntityType | undefined): string {
  const first = planted.find((value) => value.type === type);
  return first === undefined ? '' : `?contact=${encodeURIComponent(first.value)}`;
}
