import type { PlannedExchange, TrafficPlan } from '../traffic/traffic-plan.ts';
import type { StoredObject } from './evidence.ts';
import { type RecognisedObject, recogniseObject, type ScanInput } from './recognise-object.ts';

/** An object of the bucket, recognised, and the exchange it is about. */
export interface MatchedObject {
  readonly object: StoredObject;
  readonly content: RecognisedObject;
  /** Undefined: no scan input, or one of traffic that the plan does not know. */
  readonly exchange: PlannedExchange | undefined;
}

/** Matches scan inputs to exchanges by the header `x-request-id`, where it is missing by both bodies. */
export function matchScanInputs(objects: readonly StoredObject[], plan: TrafficPlan): MatchedObject[] {
  const byId = new Map(plan.exchanges.map((exchange) => [exchange.id, exchange]));
  const byBodies = new Map(plan.exchanges.map((each) => [bodiesKey(each.request.body, each.response.body), each]));
  const exchangeOf = (input: ScanInput) => {
    const id = input.requestHeaders['x-request-id'];
    return id === undefined ? byBodies.get(bodiesKey(input.requestBody, input.responseBody)) : byId.get(id);
  };
  return objects.map((object) => {
    const content = recogniseObject(object);
    return { object, content, exchange: content.kind === 'scan-input' ? exchangeOf(content) : undefined };
  });
}

function bodiesKey(request: string, response: string): string {
  return JSON.stringify([request, response]);
}
