import type { EntityType } from '../../../../harness/entities/entity-type.ts';

/** The types that the model knows, in the order of its outputs. */
export const languageTypes = [
  'PERSON',
  'LOCATION',
  'ORGANIZATION',
  'STREET_ADDRESS',
] as const satisfies readonly EntityType[];

/** Outputs per token: outside, then for each type *begins here* and *goes on here*. */
export const labelCount = 1 + 2 * languageTypes.length;
