import { ApiError } from '../api/objects/api-error.ts';

/** An answer that every controller must reckon with: somebody else changed or deleted the object, or its namespace is going. */
export function isExpectedRace(error: unknown): boolean {
  return error instanceof ApiError && [403, 404, 409].includes(error.status.code);
}
