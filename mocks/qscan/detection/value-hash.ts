import { hash } from 'node:crypto';

/** SHA-256 in lower-case hex of the UTF-8 bytes (reference, pulse.md section 6: `value_hash`; no salt is documented). */
export function valueHash(value: string): string {
  return hash('sha256', value, 'hex');
}
