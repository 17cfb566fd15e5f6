import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProgramError, runProgram } from './run-program.ts';

export interface KindEvidenceOptions {
  readonly cluster: string;
  /** Id of LocalStack's container. */
  readonly localstack: string;
  /** Made when it is not there. */
  readonly folder: string;
  readonly holdsValue: (text: string) => boolean;
}

const withheld = '(a line is withheld: it holds a planted value)';

/**
 * Writes `kind export logs` and LocalStack's log into a folder, without any line that holds a planted value. Answers with the
 * files. What cannot be had is said in a file of its own: the failure that is being documented may be the reason.
 */
export async function writeKindEvidence(options: KindEvidenceOptions): Promise<string[]> {
  const { cluster, localstack, folder, holdsValue } = options;
  mkdirSync(folder, { recursive: true });
  const nodes = join(folder, 'kind');
  await Promise.all([
    attempt(nodes, () => runProgram('kind', ['export', 'logs', nodes, '--name', cluster], { timeout: 60_000 })),
    attempt(join(folder, 'localstack'), async () => {
      const errors: string[] = [];
      const onLine = (line: string) => void errors.push(line);
      const output = await runProgram('docker', ['logs', localstack], { timeout: 60_000, onLine });
      writeFileSync(join(folder, 'localstack.log'), `${output}${errors.join('\n')}\n`);
    }),
  ]);
  const files = filesBelow(folder);
  for (const file of files) redact(file, holdsValue);
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

function redact(file: string, holdsValue: (text: string) => boolean): void {
  const text = readFileSync(file, 'utf8');
  const kept = withoutValues(text, holdsValue);
  if (kept !== text) writeFileSync(file, kept);
}

async function attempt(target: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    rmSync(target, { recursive: true, force: true });
    writeFileSync(`${target}.missing`, `${error.message}\n`);
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}
