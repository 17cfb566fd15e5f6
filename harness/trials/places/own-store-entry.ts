import { ownStore } from '../../snapshot/store-in-force.ts';
import type { Place } from './place.ts';

/** The entry of the customer's own bucket among the object stores. */
export const ownStoreEntry: Place = ({ snapshot }) => ownStore(snapshot)?.at;
