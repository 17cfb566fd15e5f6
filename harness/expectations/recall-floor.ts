import type { EntityType } from '../entities/entity-type.ts';

/**
 * Least share of planted values that must be found. What has a checksum or a pattern leaves no excuse. Names and places
 * take language: there the floor says that the model works at all, and an exact hash counts, so that a name whose
 * boundary is off by a word is a miss.
 */
export const recallFloor: Readonly<Record<EntityType, number>> = {
  PERSON: 0.6,
  EMAIL_ADDRESS: 1,
  PHONE_NUMBER: 1,
  US_SSN: 1,
  CREDIT_CARD: 1,
  STREET_ADDRESS: 0.6,
  US_BANK_NUMBER: 1,
  US_DRIVER_LICENSE: 1,
  LOCATION: 0.6,
  ORGANIZATION: 0.6,
};
