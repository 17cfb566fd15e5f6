import type { EntityType } from '../entities/entity-type.ts';

/**
 * Least share of planted values that must be found. What has a checksum or a pattern leaves no excuse. Names and places
 * take language, and only an exact hash counts, so that a name whose boundary is off by a word is a miss: there one in ten
 * may be missed, far more than the stand-in's model misses, and far less than a model misses that was not loaded.
 */
export const recallFloor: Readonly<Record<EntityType, number>> = {
  PERSON: 0.9,
  EMAIL_ADDRESS: 1,
  PHONE_NUMBER: 1,
  US_SSN: 1,
  CREDIT_CARD: 1,
  STREET_ADDRESS: 0.9,
  US_BANK_NUMBER: 1,
  US_DRIVER_LICENSE: 1,
  LOCATION: 0.9,
  ORGANIZATION: 0.9,
};
