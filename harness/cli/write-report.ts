import { open, writeFile } from 'node:fs/promises';
import { notWritable } from './not-writable.ts';

/** A report that cannot be written is known before the run, not after it. What stands in the file stays until then. */
export async function requireWritable(flag: string, file: string | undefined): Promise<void> {
  if (file === undefined) return;
  try {
    await (await open(file, 'a')).close();
  } catch (error) {
    throw notWritable(`--${flag} ${file}`, error);
  }
}

/** Writes the report as far as it can be: a reader who left does not change the verdict. */
export async function writeReport(flag: string, file: string, report: string): Promise<void> {
  try {
    await writeFile(file, report);
  } catch (error) {
    process.stderr.write(`--${flag} ${file} could not be written: ${(error as Error).message}\n`);
  }
}
