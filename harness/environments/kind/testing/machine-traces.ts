import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../run-program.ts';

/** What there is on this machine that a run may have made, a line each. */
export async function machineTraces(temporary: string): Promise<Set<string>> {
  const docker = async (what: string, ...args: string[]) =>
    rows(await runProgram('docker', args)).map((row) => `${what} ${row}`);
  const lists = await Promise.all([
    docker('container', 'ps', '--all', '--format', '{{.Names}}'),
    docker('network', 'network', 'ls', '--format', '{{.Name}}'),
    // Those that a container has go with it.
    docker('volume', 'volume', 'ls', '--filter', 'dangling=true', '--format', '{{.Name}}'),
    runProgram('kind', ['get', 'clusters']).then((text) => rows(text).map((row) => `cluster ${row}`)),
  ]);
  const files = readdirSync(temporary, { recursive: true, encoding: 'utf8' }).map((name) => `file ${name}`);
  return new Set([...lists.flat(), ...files, ...processesWith(temporary)]);
}

/** Processes that have this folder for temporary files, however far they went from who started them. Linux only. */
function processesWith(temporary: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const environment = readFileSync(join('/proc', pid, 'environ'), 'utf8').split('\0');
      if (!environment.includes(`TMPDIR=${temporary}`)) return [];
      return [
        `process ${readFileSync(join('/proc', pid, 'cmdline'), 'utf8')
          .replaceAll('\0', ' ')
          .trim()}`,
      ];
    } catch {
      return [];
    }
  });
}

function rows(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
