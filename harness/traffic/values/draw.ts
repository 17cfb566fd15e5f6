import type { faker } from '@faker-js/faker/locale/en';
import type { Random } from '../../random/random.ts';

/** What a generator of values draws from; both are seeded. */
export interface Draw {
  readonly random: Random;
  readonly faker: typeof faker;
}
