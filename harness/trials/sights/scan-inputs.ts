import { strict as assert } from 'node:assert';
import { matchScanInputs } from '../../expectations/match-scan-inputs.ts';
import type { PlannedExchange } from '../../traffic/traffic-plan.ts';
import type { Seen } from '../trial.ts';

/** One message of an exchange as QScan gets it. */
export interface ScannedMessage {
  readonly headers?: Readonly<Record<string, string>>;
  /** Absent where Qtap kept none. */
  readonly body?: string;
}

/** A scan input in the bucket, and the exchange it is of. */
export interface StoredScanInput {
  readonly exchange: PlannedExchange;
  readonly request: ScannedMessage;
  readonly response: ScannedMessage;
}

/** The scan inputs that the bucket holds of the run's exchanges. Throws where the run ended before any traffic. */
export function scanInputs({ collected, plan }: Seen): StoredScanInput[] {
  assert(collected !== undefined && plan !== undefined, 'the run ended before anything was sent');
  return matchScanInputs(collected.evidence.objects, plan.traffic).flatMap(({ object, content, exchange }) => {
    if (content.kind !== 'scan-input' || exchange === undefined) return [];
    const { request = {}, response = {} } = JSON.parse(Buffer.from(object.bytes).toString()) as {
      request?: ScannedMessage;
      response?: ScannedMessage;
    };
    return [{ exchange, request, response }];
  });
}
