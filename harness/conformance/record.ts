import { readFileSync, writeFileSync } from 'node:fs';
import { projectPath } from '../project-paths.ts';
import type { ConformanceSuite } from './conformance-suite.ts';

/** What the real one answered, by the key of the case. */
export type ConformanceRecord = Readonly<Record<string, unknown>>;

type SuiteName = ConformanceSuite<unknown>['name'];

function recordPath(suite: SuiteName): string {
  return projectPath(`harness/conformance/recorded/${suite}.json`);
}

export function readRecord(suite: SuiteName): ConformanceRecord {
  return JSON.parse(readFileSync(recordPath(suite), 'utf8')) as ConformanceRecord;
}

/** Writes a record, one outcome a line in the order given, so that a change reads well. Returns the file's path. */
export function writeRecord(suite: SuiteName, record: ConformanceRecord): string {
  const lines = Object.entries(record).map(([key, outcome]) => `${JSON.stringify(key)}: ${JSON.stringify(outcome)}`);
  const path = recordPath(suite);
  writeFileSync(path, `{\n${lines.join(',\n')}\n}\n`);
  return path;
}
