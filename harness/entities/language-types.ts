import type { EntityType } from './entity-type.ts';

/** The types that need language: a model's. The others have a pattern. */
export const languageTypes = [
  'PERSON',
  'LOCATION',
  'ORGANIZATION',
  'STREET_ADDRESS',
] as const satisfies readonly EntityType[];
