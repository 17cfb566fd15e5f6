import { InputError } from '../errors/input-error.ts';
import { readText } from '../manifests/read-text.ts';
import type { RunRecord } from './run-recorder.ts';
import type { SuiteParts } from './suite-parts.ts';

/** What a report that `--json` wrote says of how its runs ended. */
export interface ReadReport extends Pick<SuiteParts, 'leftOut'> {
  /** Name of the environment in which they ran. */
  readonly environment: string;
  readonly scenarios: readonly Pick<RunRecord, 'name' | 'ok' | 'steps' | 'expectations' | 'coverage' | 'failure'>[];
}

/** Bytes. Many rounds of a suite make a large one. */
const largestReport = 256 * 1024 * 1024;

/** Reads a report that `--json` wrote. Throws `InputError` for a file that is none. */
export async function readReport(file: string): Promise<ReadReport> {
  const report = parsed(await readText(file, largestReport));
  if (isReport(report)) return report;
  throw new InputError(`${file} is no report of runs: write one with npm run scenario -- --all --json FILE`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isReport(data: unknown): data is ReadReport {
  return (
    isRecord(data) && typeof data.environment === 'string' && all(data.leftOut, isNamed) && all(data.scenarios, isRun)
  );
}

function isRun(data: unknown): boolean {
  if (!isNamed(data) || !isRecord(data)) return false;
  const { ok, steps, expectations, coverage } = data;
  return typeof ok === 'boolean' && all(steps, isRecord) && all(expectations, isNamed) && all(coverage, isRecord);
}

function isNamed(data: unknown): boolean {
  return isRecord(data) && typeof data.name === 'string';
}

function isRecord(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null;
}

function all(data: unknown, holds: (one: unknown) => boolean): boolean {
  return Array.isArray(data) && data.every(holds);
}
