import type { EntityType } from '../../../harness/entities/entity-type.ts';

/** A span below its type's score is no finding. Our own choice: thresholds of the real scanner are not public. */
export const thresholds: Readonly<Record<EntityType, number>> = {
  EMAIL_ADDRESS: 0.5,
  CREDIT_CARD: 0.5,
  US_SSN: 0.5,
  PHONE_NUMBER: 0.5,
  US_BANK_NUMBER: 0.5,
  US_DRIVER_LICENSE: 0.5,
  PERSON: 0.5,
  STREET_ADDRESS: 0.5,
  LOCATION: 0.5,
  ORGANIZATION: 0.5,
};
