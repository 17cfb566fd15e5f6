import { auditTrail, sentence, timestamp, token, uuid } from '../bodies/noise.ts';
import { type Endpoint, sometimes } from './endpoint.ts';

/** Customer records: nested JSON both ways. */
export const crm: Endpoint = {
  host: 'crm',
  method: 'POST',
  path: '/v1/customers',
  status: 201,
  request: (random) => ({
    kind: 'json',
    root: {
      source: random.pick(['web', 'import', 'partner', 'phone']),
      customer: {
        full_name: sometimes(random, 0.22, 'PERSON'),
        emails: random.chance(0.25) ? [{ plant: 'EMAIL_ADDRESS' }] : [],
        'phone-number': sometimes(random, 0.17, 'PHONE_NUMBER'),
        employer: sometimes(random, 0.17, 'ORGANIZATION'),
        address: {
          street_address: sometimes(random, 0.17, 'STREET_ADDRESS'),
          city: sometimes(random, 0.17, 'LOCATION'),
        },
        tier: random.pick(['basic', 'plus', 'premium']),
        newsletter: random.chance(0.5),
      },
      note: sentence(random).trim(),
      history: auditTrail(random, random.integer(2, 10)),
    },
  }),
  response: (random) => ({
    kind: 'json',
    root: {
      id: uuid(random),
      status: 'created',
      created_at: timestamp(random),
      account_manager: random.chance(0.2)
        ? { name: { plant: 'PERSON' }, email: sometimes(random, 0.28, 'EMAIL_ADDRESS') }
        : null,
      links: { self: `/v1/customers/${token(random, 'cst')}`, next: null },
      history: auditTrail(random, random.integer(2, 5)),
    },
  }),
};
