import { readFileSync, readlinkSync } from 'node:fs';

/**
 * What processes have in common that see each other by number: containers of one machine, and machines of one name, differ in it.
 * Undefined where the system does not say.
 */
export function processSpace(): string | undefined {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined;
  }
}
