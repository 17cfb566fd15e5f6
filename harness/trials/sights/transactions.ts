import { recogniseObject } from '../../expectations/recognise-object.ts';
import type { Seen } from '../trial.ts';
import type { ScannedMessage } from './scan-inputs.ts';

/** An exchange as `http_capture` stored it; bodies in base64. */
export interface StoredTransaction {
  readonly request: ScannedMessage;
  readonly response: ScannedMessage;
}

/** What `http_capture` stored in the bucket. */
export function transactions({ collected }: Seen): StoredTransaction[] {
  return (collected?.evidence.objects ?? []).flatMap((object) => {
    if (recogniseObject(object).kind !== 'http-transaction') return [];
    const { request = {}, response = {} } = JSON.parse(
      Buffer.from(object.bytes).toString(),
    ) as Partial<StoredTransaction>;
    return [{ request, response }];
  });
}
