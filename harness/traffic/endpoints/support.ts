import type { Random } from '../../random/random.ts';
import type { Planting } from '../bodies/body-draft.ts';
import { auditTrail, sentence, timestamp, token } from '../bodies/noise.ts';
import { type Endpoint, sometimes } from './endpoint.ts';

type Part = string | Planting;

/** Sentences in which people tell about themselves, several of them with two values. */
const told: readonly (readonly Part[])[] = [
  ['My name is ', { plant: 'PERSON' }, ' and you can write to ', { plant: 'EMAIL_ADDRESS' }, ' any time. '],
  ['Please call me back at ', { plant: 'PHONE_NUMBER' }, ' before the weekend. '],
  ['I paid with credit card ', { plant: 'CREDIT_CARD' }, ' on the first attempt. '],
  ['The tax office asked for my social security number, it is ', { plant: 'US_SSN' }, '. '],
  ['We moved to ', { plant: 'LOCATION' }, ' last spring. '],
  ['I work for ', { plant: 'ORGANIZATION' }, ' and they will pay the invoice. '],
  ['Send the replacement to ', { plant: 'STREET_ADDRESS' }, ', please. '],
  ['My driver license number is ', { plant: 'US_DRIVER_LICENSE' }, ' if you need a proof. '],
  ['The bank account number is ', { plant: 'US_BANK_NUMBER' }, ' for the refund. '],
];

function prose(random: Random): Part[] {
  const parts: Part[] = ['Hello, '];
  for (let count = random.integer(4, 9); count > 0; count--) parts.push(sentence(random));
  for (let count = random.integer(0, 2); count > 0; count--) parts.push(...random.pick(told), sentence(random));
  parts.push('Thank you. ', sentence(random), sentence(random), sentence(random));
  return parts;
}

/** Messages to a help desk: plain text in, JSON out. */
export const support: Endpoint = {
  host: 'support',
  method: 'POST',
  path: '/tickets',
  status: 202,
  request: (random) => ({ kind: 'text', parts: prose(random) }),
  response: (random) => ({
    kind: 'json',
    root: {
      ticket: token(random, 'tkt'),
      opened_at: timestamp(random),
      queue: random.pick(['returns', 'payments', 'accounts']),
      agent_name: sometimes(random, 0.11, 'PERSON'),
      office_city: sometimes(random, 0.11, 'LOCATION'),
      suggestion: sentence(random).trim(),
      history: auditTrail(random, random.integer(2, 4)),
    },
  }),
};
