import { readFileSync } from 'node:fs';

/** Numbers of capabilities. Source: linux/capability.h */
const numbers = { CAP_SYS_ADMIN: 21, CAP_BPF: 39 } as const;

/** Whether this process may load eBPF programs, by the kernel's word (`CapEff`); undefined where there is none to ask. */
export function mayLoadPrograms(status = readStatus()): boolean | undefined {
  const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  if (mask === undefined) return undefined;
  const held = BigInt(`0x${mask}`);
  return Object.values(numbers).some((number) => (held & (1n << BigInt(number))) !== 0n);
}

function readStatus(): string {
  try {
    return readFileSync('/proc/self/status', 'utf8');
  } catch {
    return '';
  }
}
