import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** What processes have in common that see each other by number: containers of one machine, and machines of one name, differ in it. */
export function processSpace(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}
