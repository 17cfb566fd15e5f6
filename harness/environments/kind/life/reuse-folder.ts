import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where what belongs to a user's kept cluster lies: its lock, its kubeconfig, and what it was made of. The cluster is named by this
 * folder (`reuseId`), so it must be one place, wherever a run has its temporary files: else a run would not see who uses it.
 */
export function reuseFolder(): string {
  return join(homedir(), '.cache', 'pii-harness-reuse');
}
