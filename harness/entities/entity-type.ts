/**
 * The ten monitor types of the setup guide, in the order in which the guide names them.
 * Nothing in Qplane, Qtap or QScan validates a type: a name outside this list is silently never reported.
 * Source: reference, qscan-worker.md section 4.
 */
export const entityTypes = [
  'PERSON',
  'EMAIL_ADDRESS',
  'PHONE_NUMBER',
  'US_SSN',
  'CREDIT_CARD',
  'STREET_ADDRESS',
  'US_BANK_NUMBER',
  'US_DRIVER_LICENSE',
  'LOCATION',
  'ORGANIZATION',
] as const;

export type EntityType = (typeof entityTypes)[number];
