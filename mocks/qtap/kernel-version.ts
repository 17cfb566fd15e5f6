import { FatalError } from './log.ts';

/** Fatal where the kernel is older than Qtap takes it (reference, qplane.md section 2, "Failure behaviour"). */
export function requireKernel(release: string): void {
  const [, major = '0', minor = '0'] = /^(\d+)\.(\d+)/.exec(release) ?? [];
  const isOld = Number(major) < 5 || (Number(major) === 5 && Number(minor) < 10);
  if (isOld) throw new FatalError('Qtap requires kernel version 5.10 or greater.', { release });
}
