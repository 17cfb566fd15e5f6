import { findProgram, type Program } from './find-program.ts';

/** What the title of a test adds when it is skipped for want of programs; empty when they are all there. */
export function skipReason(...programs: readonly Program[]): string {
  const missing = programs.filter((program) => findProgram(program) === undefined);
  return missing.length ? ` (skipped: ${missing.join(' and ')} not on the PATH)` : '';
}
