import type { ConformanceCase } from './conformance-case.ts';
import type { ConformanceEnvironment } from './conformance-environment.ts';
import type { ConformanceGroup, ConformanceSuite } from './conformance-suite.ts';

/** What came of a case: an outcome, or why there is none. */
export type CaseResult =
  | { readonly key: string; readonly state: 'ran'; readonly outcome: unknown }
  | { readonly key: string; readonly state: 'broken'; readonly error: string }
  | { readonly key: string; readonly state: 'skipped'; readonly why: string };

export interface RunOptions {
  /** Cases whose key holds this text; by default all. */
  readonly only?: string | undefined;
  readonly onGroup?: (group: string, results: readonly CaseResult[]) => void;
}

/** How a case is named in records, reports and accepted differences. */
export function caseKey(group: { readonly name: string }, { name }: { readonly name: string }): string {
  return `${group.name}: ${name}`;
}

/** Runs what of the suite the environment can. Groups and cases come in their order; a case that throws is broken. */
export async function runSuite<Target>(
  { groups }: ConformanceSuite<Target>,
  environment: ConformanceEnvironment<Target>,
  { only = '', onGroup }: RunOptions = {},
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const group of groups) {
    const cases = group.cases.filter((item) => caseKey(group, item).includes(only));
    if (cases.length === 0) continue;
    const found = await runGroup({ ...group, cases }, environment);
    onGroup?.(group.name, found);
    results.push(...found);
  }
  return results;
}

async function runGroup<Target>(
  group: ConformanceGroup<Target>,
  environment: ConformanceEnvironment<Target>,
): Promise<CaseResult[]> {
  const lacking = (item: ConformanceCase<Target>) => item.needs?.filter((need) => !environment.has.has(need)) ?? [];
  const isAnyRun = group.cases.some((item) => lacking(item).length === 0);
  const target = isAnyRun ? await environment.open(group.name) : undefined;
  const run = async (item: ConformanceCase<Target>): Promise<CaseResult> => {
    const key = caseKey(group, item);
    const missing = lacking(item);
    if (!target || missing.length)
      return { key, state: 'skipped', why: `${environment.name} has no ${missing.join(', ')}` };
    try {
      return { key, state: 'ran', outcome: await item.run(target) };
    } catch (error) {
      return { key, state: 'broken', error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  };
  const results: CaseResult[] = new Array(group.cases.length);
  const left = group.cases.entries();
  const runOn = async () => {
    for (const [index, item] of left) results[index] = await run(item);
  };
  const atOnce = group.isParallel ? (environment.casesAtOnce ?? group.cases.length) : 1;
  await Promise.all(Array.from({ length: atOnce }, runOn));
  return results;
}
