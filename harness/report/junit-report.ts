import { formatPosition } from '../errors/source-position.ts';
import type { Failure } from '../scenario/run-event.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import type { RunRecord } from './run-recorder.ts';
import type { SuiteParts } from './suite-parts.ts';
import { element, escapeXml } from './xml.ts';

interface Case {
  readonly name: string;
  readonly milliseconds: number;
  readonly failure?: Failure | undefined;
  readonly skipped?: string | undefined;
}

/**
 * The runs of a call as JUnit XML, as Jenkins and GitLab read it: a suite a scenario and round, a case a step or trial and a
 * line of the verdict. A failure holds the cause and where to look; what could not be set up or read is an error.
 */
export function junitReport(options: RunOptions, records: readonly RunRecord[], { leftOut }: SuiteParts): string {
  const suites = records.map((record) => suite(record, casesOf(record), options));
  const skipped = leftOut.map(({ name, reason }) =>
    suite(
      { name, round: 0, seed: options.seed, milliseconds: 0 },
      [{ name, milliseconds: 0, skipped: reason }],
      options,
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'scenarios' }, [...suites, ...skipped])}\n`;
}

function casesOf(record: RunRecord): Case[] {
  const { steps, expectations, coverage, failure, finished } = record;
  const reasons = new Map(coverage.map(({ step, reason }) => [step, reason]));
  const cases: Case[] = [
    ...steps.map(({ title, milliseconds, ok, failure: own }) => ({
      ...{ name: title, milliseconds, skipped: reasons.get(title) },
      failure: ok ? undefined : (own ?? failure),
    })),
    ...expectations.map(({ name, met, expected, observed, remark }) => ({
      ...{ name, milliseconds: 0 },
      failure: met ? undefined : brokenLine(`${remark ?? `${name} is not met`}`, expected, observed),
    })),
  ];
  const told = cases.some((one) => one.failure !== undefined);
  if (failure !== undefined && !told) cases.push({ name: 'verdict', milliseconds: 0, failure });
  if (!finished && failure === undefined) cases.push({ name: 'verdict', milliseconds: 0, failure: unfinished });
  return cases;
}

const unfinished: Failure = {
  kind: 'environment',
  cause: 'The scenario did not run to its end.',
  positions: [],
  evidence: [],
};

function brokenLine(cause: string, expected: string, observed: string): Failure {
  return { kind: 'scenario', cause, positions: [], evidence: [`expected: ${expected}`, `observed: ${observed}`] };
}

function suite(
  { name, round, seed, milliseconds }: Pick<RunRecord, 'name' | 'round' | 'seed' | 'milliseconds'>,
  cases: readonly Case[],
  { environment, runId }: RunOptions,
): string {
  const title = round === 0 ? name : `${name}, round ${round + 1}`;
  const failed = cases.flatMap(({ failure }) => failure ?? []);
  const failures = failed.filter(({ kind }) => kind === 'scenario').length;
  const properties = Object.entries({ seed, environment: environment.name, run: runId });
  return element(
    'testsuite',
    {
      name: title,
      tests: cases.length,
      failures,
      errors: failed.length - failures,
      skipped: cases.filter(({ skipped }) => skipped !== undefined).length,
      time: seconds(milliseconds),
    },
    [
      element(
        'properties',
        {},
        properties.map(([key, value]) => element('property', { name: key, value })),
      ),
      ...cases.map((one) => testCase(title, one)),
    ],
  );
}

function testCase(classname: string, { name, milliseconds, failure, skipped }: Case): string {
  const content: string[] = [];
  if (failure !== undefined) {
    const { kind, cause, positions, evidence } = failure;
    const text = [cause, ...positions.map((position) => `look at ${formatPosition(position)}`), ...evidence].join('\n');
    const tag = kind === 'scenario' ? 'failure' : 'error';
    content.push(element(tag, { message: cause, type: kind }, [escapeXml(text)]));
  }
  if (skipped !== undefined) content.push(element('skipped', { message: skipped }));
  return element('testcase', { classname, name, time: seconds(milliseconds) }, content);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
