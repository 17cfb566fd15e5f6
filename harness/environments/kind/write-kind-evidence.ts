import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProgramError, runProgram } from './run-program.ts';

export interface KindEvidenceOptions {
  readonly cluster: string;
  /** Id or name of LocalStack's container. */
  readonly localstack: string;
  /** Made when it is not there. */
  readonly folder: string;
  readonly holdsValue: (text: string) => boolean;
  readonly signal: AbortSignal;
}

const withheld = '(a line is withheld: it holds a planted value)';

/**
 * Writes `kind export logs` and LocalStack's log into a folder, without any line that holds a planted value. Answers with the
 * files. What cannot be had is said in a file `….incomplete`: the failure that is being documented may be the reason.
 */
export async function writeKindEvidence(options: KindEvidenceOptions): Promise<string[]> {
  const { cluster, localstack, folder, holdsValue, signal } = options;
  mkdirSync(folder, { recursive: true });
  const nodes = join(folder, 'kind');
  const limits = { timeout: 60_000, signal };
  const written = await Promise.allSettled([
    attempt(nodes, () =>
      runProgram('kind', ['export', 'logs', nodes, '--name', cluster], { ...limits, wholeGroup: true }),
    ),
    attempt(join(folder, 'localstack'), async () => {
      const errors: string[] = [];
      const onLine = (line: string) => void errors.push(line);
      const output = await runProgram('docker', ['logs', localstack], { ...limits, onLine });
      writeFileSync(join(folder, 'localstack.log'), `${output}${errors.join('\n')}\n`);
    }),
  ]);
  // Also of what was broken off.
  const files = filesBelow(folder).filter((file) => redact(file, holdsValue));
  for (const one of written) if (one.status === 'rejected') throw one.reason;
  return files;
}

/** Takes lines for which it holds out of a text. */
export function withoutValues(text: string, holdsValue: (text: string) => boolean): string {
  if (!holdsValue(text)) return text;
  const lines = text.split('\n').map((line) => (holdsValue(line) ? withheld : line));
  const kept = lines.join('\n');
  // A value that runs over the end of a line: nothing of the text can be shown.
  return holdsValue(kept) ? `${withheld}\n` : kept;
}

/** False for a file that is no text, which goes: nobody could tell what it holds. What is in it is in a text beside it. */
function redact(file: string, holdsValue: (text: string) => boolean): boolean {
  const bytes = readFileSync(file);
  if (bytes.includes(0)) {
    rmSync(file);
    return false;
  }
  const text = bytes.toString('utf8');
  const kept = withoutValues(text, holdsValue);
  if (kept !== text) writeFileSync(file, kept);
  return true;
}

async function attempt(target: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    writeFileSync(`${target}.incomplete`, `${error.message}\n`);
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}
