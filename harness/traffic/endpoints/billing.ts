import { amount, auditTrail, orderLines, timestamp, token, uuid } from '../bodies/noise.ts';
import { type Endpoint, sometimes } from './endpoint.ts';

/** Payments by card or bank transfer. */
export const billing: Endpoint = {
  host: 'billing',
  method: 'POST',
  path: '/payments',
  status: 200,
  request: (random) => ({
    kind: 'json',
    root: {
      payment: token(random, 'pay'),
      method: random.chance(0.6)
        ? {
            type: 'card',
            credit_card: sometimes(random, 0.6, 'CREDIT_CARD'),
            card_holder: sometimes(random, 0.17, 'PERSON'),
          }
        : { type: 'transfer', bank_account_number: sometimes(random, 0.9, 'US_BANK_NUMBER') },
      amount: amount(random),
      company: sometimes(random, 0.17, 'ORGANIZATION'),
      billing_address: random.chance(0.2) ? { street_address: { plant: 'STREET_ADDRESS' } } : undefined,
      lines: orderLines(random, random.integer(3, 8)),
    },
  }),
  response: (random) => ({
    kind: 'json',
    root: {
      receipt: uuid(random),
      state: random.pick(['captured', 'authorized', 'pending']),
      captured_at: timestamp(random),
      receipt_email: sometimes(random, 0.11, 'EMAIL_ADDRESS'),
      refund_to: random.chance(0.15) ? { bank_account_number: { plant: 'US_BANK_NUMBER' } } : undefined,
      history: auditTrail(random, random.integer(2, 4)),
    },
  }),
};
