import type { Log } from '../log.ts';

const known = ['nodetls', 'openssl', 'gotls', 'javassl'];

/**
 * Whether TLS is seen through. `none` disables it, an unknown name is worth a warning only (reference, qplane.md section 5; the
 * line's words are not public). Which runtime each probe suits the stand-in does not tell apart.
 */
export function hasTlsProbe(names: readonly string[], log: Log): boolean {
  const unknown = names.filter((name) => name !== 'none' && !known.includes(name));
  for (const name of unknown) log.warn('unknown TLS probe', { name });
  return !names.includes('none') && names.some((name) => known.includes(name));
}
