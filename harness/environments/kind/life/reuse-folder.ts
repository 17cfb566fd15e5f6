import { homedir } from 'node:os';
import { join } from 'node:path';
import { clusterName, reuseId } from '../run-names.ts';

/**
 * Where what belongs to the kept cluster lies: its lock, its kubeconfig, and what it was made of. Docker knows one cluster of
 * that name, so this must be one place too, wherever a run has its temporary files: else a run would not see who uses it.
 */
export function reuseFolder(): string {
  return join(homedir(), '.cache', clusterName(reuseId));
}
