import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When a process of this machine began, in words that no other process of its number has: numbers are given anew, after a
 * reboot from the first one on. Undefined when there is no such process, or the system does not say.
 */
export function processStart(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // After the program's name, which may hold anything, the 20th field: clock ticks since this boot.
      const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
      return `${ticks} ${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`;
    }
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const began = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { env, encoding: 'utf8' }).trim();
    return began === '' ? undefined : began;
  } catch {
    return undefined;
  }
}
