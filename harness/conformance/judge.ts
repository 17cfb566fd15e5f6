import { isDeepStrictEqual } from 'node:util';
import type { AcceptedDifference } from './accepted-difference.ts';
import { differencesOf } from './differences-of.ts';
import type { ConformanceRecord } from './record.ts';
import type { CaseResult } from './run-suite.ts';

export interface Failure {
  readonly key: string;
  readonly lines: readonly string[];
}

export interface Judgement {
  readonly passed: number;
  readonly accepted: number;
  readonly failures: readonly Failure[];
  /** Keys, each with why. */
  readonly skipped: readonly { readonly key: string; readonly why: string }[];
}

export interface JudgeOptions {
  /** Rows for this environment. */
  readonly accepted: readonly AcceptedDifference[];
  /** Every case ran: a row that no case differs by is out of date. */
  readonly isWhole: boolean;
}

/** Compares what came of the cases with the record of the real one. A difference must be accepted, and an accepted one must differ. */
export function judge(
  results: readonly CaseResult[],
  record: ConformanceRecord,
  { accepted, isWhole }: JudgeOptions,
): Judgement {
  const failures: Failure[] = [];
  const skipped: { key: string; why: string }[] = [];
  const used = new Set<AcceptedDifference>();
  let passed = 0;
  for (const result of results) {
    const { key } = result;
    if (result.state === 'skipped') {
      skipped.push(result);
      continue;
    }
    if (result.state === 'broken') {
      failures.push({ key, lines: result.error.split('\n') });
      continue;
    }
    const outcome: unknown = JSON.parse(JSON.stringify(result.outcome ?? null));
    const row = accepted.find((item) => matches(item.case, key));
    if (!Object.hasOwn(record, key))
      failures.push({ key, lines: ['The real one was never asked: record it with --record.'] });
    else if (isDeepStrictEqual(outcome, record[key])) passed++;
    else if (row) used.add(row);
    else failures.push({ key, lines: differencesOf(record[key], outcome) });
  }
  const ran = new Set(results.filter(({ state }) => state !== 'skipped').map(({ key }) => key));
  for (const row of isWhole ? accepted : []) {
    const isAsked = [...ran].some((key) => matches(row.case, key));
    if (isAsked && !used.has(row)) {
      failures.push({ key: row.case, lines: ['It is an accepted difference, and differs no more: take its row out.'] });
    }
  }
  const differing = results.filter(
    ({ key, state }) => state === 'ran' && [...used].some((row) => matches(row.case, key)),
  );
  return { passed, accepted: differing.length, failures, skipped };
}

/** `*` stands for any text. */
function matches(pattern: string, key: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (!key.startsWith(first)) return false;
  if (rest.length === 0) return key === first;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = key.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = rest.at(-1) ?? '';
  return key.length - at >= last.length && key.endsWith(last);
}
