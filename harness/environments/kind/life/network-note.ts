import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In the folder of a run, or of the kept cluster: kind's network was not there before. kind lets nobody label it. */
export function networkNote(folder: string): string {
  return join(folder, 'made-network');
}

/** Writes down that kind's network comes with what the folder belongs to, so that `npm run clean` knows. */
export function noteNetwork(folder: string): void {
  writeFileSync(networkNote(folder), '');
}

export function hasNetworkNote(folder: string): boolean {
  return existsSync(networkNote(folder));
}
