import { readFile } from 'node:fs/promises';

/** Resident bytes of a process; undefined where the system does not tell (other than Linux) or the process is gone. */
export async function memoryUsage(pid: number): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}
