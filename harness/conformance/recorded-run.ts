import { acceptedDifferences } from './accepted-differences.ts';
import type { ConformanceEnvironment } from './conformance-environment.ts';
import type { ConformanceSuite } from './conformance-suite.ts';
import { type Judgement, judge } from './judge.ts';
import { readRecord, writeRecord } from './record.ts';
import { caseKey, type RunOptions, runSuite } from './run-suite.ts';

/** Runs a suite against an environment and holds its answers to the record and to the accepted differences. */
export async function compareWithRecord<Target>(
  suite: ConformanceSuite<Target>,
  environment: ConformanceEnvironment<Target>,
  options: RunOptions = {},
): Promise<Judgement> {
  const results = await runSuite(suite, environment, options);
  const accepted = acceptedDifferences.filter((row) => row.environment === environment.name);
  return judge(results, readRecord(suite.name), { accepted, isWhole: !options.only });
}

/**
 * Runs a suite against the real one and writes its answers down. Cases that do not run keep what is written, and cases
 * that are no more go. Cases in which the environment differs by an accepted row keep what is written too: documents decide
 * there. Throws when a case is broken: a record must not have holes that nobody sees.
 */
export async function recordAnswers<Target>(
  suite: ConformanceSuite<Target>,
  environment: ConformanceEnvironment<Target>,
  options: RunOptions = {},
): Promise<string> {
  const results = await runSuite(suite, environment, options);
  const broken = results.find(({ state }) => state === 'broken');
  if (broken?.state === 'broken')
    throw new Error(`Nothing is recorded, for "${broken.key}" is broken: ${broken.error}`);
  const before = readRecord(suite.name);
  const rows = acceptedDifferences.filter((row) => row.environment === environment.name);
  const isDecided = (key: string) => Object.hasOwn(before, key) && rows.some((row) => row.case === key);
  const found = new Map(
    results.flatMap((result) =>
      result.state === 'ran' && !isDecided(result.key) ? [[result.key, result.outcome]] : [],
    ),
  );
  const keys = suite.groups.flatMap((group) => group.cases.map((item) => caseKey(group, item)));
  const kept = keys.filter((key) => found.has(key) || Object.hasOwn(before, key));
  return writeRecord(suite.name, Object.fromEntries(kept.map((key) => [key, found.get(key) ?? before[key]])));
}
