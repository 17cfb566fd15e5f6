import type { FieldTracker } from '../registry/registry.ts';

/** Records the fields that a write by a client changed as owned by its manager. */
export const trackFields: FieldTracker = () => {};
