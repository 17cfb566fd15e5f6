import '../../../mocks/qscan/no-telemetry.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { hostileBodies } from '../../../mocks/qscan/detection/testing/hostile-bodies.ts';
import { startScannerPool } from '../../../mocks/qscan/scan/scanner-pool.ts';
import type { HostileFigures } from './hostile-figures.ts';

/** Scans one body, which the argument names, by a scanner of the stand-in with its model, and prints `HostileFigures` as JSON. */
async function main(name: string | undefined): Promise<void> {
  const hostile = hostileBodies.find((body) => body.name === name);
  if (hostile === undefined) throw new Error(`There is no hostile body "${name}".`);
  const { pool } = await startScannerPool(1);
  await using _ = pool;
  const headers = hostile.contentType === undefined ? {} : { 'content-type': hostile.contentType };
  const scan = (body: string) =>
    pool.scan({ object: Buffer.from(JSON.stringify({ request: { headers, body } })), types: undefined, valuesOf: [] });
  await scan('{"note":"a kettle"}');
  const body = hostile.make();
  const object = Buffer.from(JSON.stringify({ request: { headers, body } }));
  const idle = memory('VmRSS');
  // Forgets the peak that was (Linux, proc_pid_clear_refs(5)).
  writeFileSync('/proc/self/clear_refs', '5');
  const cpu = process.cpuUsage();
  const { milliseconds, incomplete, findings } = await pool.scan({ object, types: undefined, valuesOf: [] });
  const { user, system } = process.cpuUsage(cpu);
  const figures: HostileFigures = {
    wallMs: milliseconds,
    cpuMs: (user + system) / 1000,
    peakMb: memory('VmHWM') - idle,
    findings: findings.length,
    verdict: incomplete ?? 'read to its end',
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

/** MB of this process, all threads. */
function memory(entry: 'VmRSS' | 'VmHWM'): number {
  const [, kibibytes] =
    new RegExp(`^${entry}:\\s+(\\d+) kB$`, 'm').exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return (Number(kibibytes) * 1024) / 1e6;
}

await main(process.argv[2]);
