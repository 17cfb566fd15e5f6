import { amount, auditTrail, orderLines, product, sentence, timestamp, token, uuid } from '../bodies/noise.ts';
import { type Endpoint, sometimes } from './endpoint.ts';

/** Orders as a browser sends them: a form in, JSON out. */
export const shop: Endpoint = {
  host: 'shop',
  method: 'POST',
  path: '/checkout',
  status: 200,
  request: (random) => ({
    kind: 'form',
    fields: {
      cart: token(random, 'crt'),
      customer_name: sometimes(random, 0.19, 'PERSON'),
      email: sometimes(random, 0.19, 'EMAIL_ADDRESS'),
      phone: sometimes(random, 0.22, 'PHONE_NUMBER'),
      street_address: sometimes(random, 0.19, 'STREET_ADDRESS'),
      city: sometimes(random, 0.19, 'LOCATION'),
      credit_card: sometimes(random, 0.17, 'CREDIT_CARD'),
      first_item: product(random),
      second_item: product(random),
      total: amount(random).toFixed(2),
      placed_at: timestamp(random),
      delivery_window: 'weekdays between nine and noon, not on public holidays',
      gift: String(random.chance(0.1)),
      comment: Array.from({ length: random.integer(3, 6) }, () => sentence(random))
        .join('')
        .trim(),
      session: uuid(random),
    },
  }),
  response: (random) => ({
    kind: 'json',
    root: {
      order: token(random, 'ord'),
      shipment: {
        carrier_company: sometimes(random, 0.22, 'ORGANIZATION'),
        pickup_city: sometimes(random, 0.11, 'LOCATION'),
        expected: timestamp(random),
      },
      lines: orderLines(random, random.integer(2, 5)),
      history: auditTrail(random, random.integer(2, 5)),
    },
  }),
};
