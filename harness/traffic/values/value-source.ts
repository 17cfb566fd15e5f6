import { faker } from '@faker-js/faker/locale/en';
import type { EntityType } from '../../entities/entity-type.ts';
import { createRandom } from '../../random/random.ts';
import { creditCard } from './credit-card.ts';
import type { Draw } from './draw.ts';
import { emailAddress, location, organization, person, streetAddress } from './names.ts';
import { phoneNumber } from './phone-number.ts';
import { usBankNumber } from './us-bank-number.ts';
import { usDriverLicense } from './us-driver-license.ts';
import { usSsn } from './us-ssn.ts';

const generators: Readonly<Record<EntityType, (draw: Draw) => string>> = {
  PERSON: person,
  EMAIL_ADDRESS: emailAddress,
  PHONE_NUMBER: phoneNumber,
  US_SSN: usSsn,
  CREDIT_CARD: creditCard,
  STREET_ADDRESS: streetAddress,
  US_BANK_NUMBER: usBankNumber,
  US_DRIVER_LICENSE: usDriverLicense,
  LOCATION: location,
  ORGANIZATION: organization,
};

/** Shortest value that is planted, in characters: a shorter one could turn up in a log by chance. */
const shortestValue: Partial<Record<EntityType, number>> = { PERSON: 10, LOCATION: 11, ORGANIZATION: 10 };

/** Gives a value of a type that it never gave before. */
export type ValueSource = (type: EntityType) => string;

/**
 * A source of values to plant, repeatable by seed and independent of the wall clock. It reseeds the shared faker and must
 * not be interleaved with another user of it.
 */
export function createValueSource(seed: number): ValueSource {
  faker.seed([seed % 2 ** 32, Math.floor(seed / 2 ** 32)]);
  const draw: Draw = { random: createRandom(seed), faker };
  const given = new Set<string>();
  return (type) => {
    for (;;) {
      const value = generators[type](draw);
      if (value.length < (shortestValue[type] ?? 8) || given.has(value)) continue;
      given.add(value);
      return value;
    }
  };
}
