import { createHash } from 'node:crypto';

const prefix = 'reuse';

/**
 * What the kept cluster of a folder carries instead of a run's id. Docker is one for all who may use it, a folder is one a user:
 * each has a kept cluster of their own, and nobody takes away what another's lock holds.
 */
export function reuseId(folder: string): string {
  return `${prefix}-${createHash('sha256').update(folder).digest('hex').slice(0, 6)}`;
}

/** Whether an id is that of a kept cluster, be it another user's. */
export function isReuseId(id: string): boolean {
  return id.startsWith(prefix);
}
