import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterName, reuseId } from '../run-names.ts';

/** Where what belongs to the kept cluster lies: its lock, its kubeconfig, and what it was made of. */
export function reuseFolder(): string {
  return join(tmpdir(), clusterName(reuseId));
}
