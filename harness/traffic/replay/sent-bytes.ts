import type { PlannedMessage } from '../traffic-plan.ts';

/** The bytes of a planned body as they go over the wire. */
export function sentBytes({ body, sent }: Pick<PlannedMessage, 'body' | 'sent'>): Buffer {
  return sent === undefined ? Buffer.from(body) : Buffer.from(sent, 'base64');
}
