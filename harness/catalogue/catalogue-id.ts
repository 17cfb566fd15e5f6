import type { catalogue } from './catalogue.ts';

/** Name of a row of the failure catalogue. */
export type CatalogueId = (typeof catalogue)[number]['id'];
