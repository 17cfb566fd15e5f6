import { readFileSync } from 'node:fs';

/** What the processor has for the arithmetic of a quantised model. */
const telling = /^(?:avx2|avx512f|avx_vnni|avx512_vnni|avx512_bf16|amx_int8|asimddp|i8mm|sve)$/;

/** Undefined where Linux does not tell. */
export function cpuFlags(): string | undefined {
  try {
    const [, flags = ''] = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8')) ?? [];
    return flags
      .split(' ')
      .filter((flag) => telling.test(flag))
      .join(' ');
  } catch {
    return undefined;
  }
}
