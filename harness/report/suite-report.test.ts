import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { RunEvent } from '../scenario/run-event.ts';
import { trialRunOptions } from '../trials/testing/trial-options.ts';
import { RunRecorder } from './run-recorder.ts';
import { SuiteReport } from './suite-report.ts';

const cause = 'The cause in one sentence that takes more than a line of a narrow terminal.';
const failure = { kind: 'scenario', cause, positions: [], evidence: ['last seen'] } as const;

function story(name: string, ok: boolean): RunEvent[] {
  const step = { type: 'step-finished', title: 'A step of the story', milliseconds: 5, notes: [] } as const;
  return [
    { type: 'scenario', name, title: 'What holds when it is green, in a sentence of some length' },
    { type: 'step-started', title: step.title },
    { ...step, ok },
    ...(ok ? [] : [{ type: 'failure', failure } as const]),
    { type: 'finished', milliseconds: 1234, ok },
  ];
}

/** What is shown of runs whose events come in that order. */
function shown(columns: number | undefined, names: readonly string[], told: readonly [string, number, RunEvent][]) {
  let text = '';
  const write = (chunk: string) => {
    text += chunk;
  };
  const seeds = told.some(([, round]) => round > 0) ? [1, 1] : [1];
  const recorder = new RunRecorder({ seeds, keepAttachments: false });
  const out = { write, columns, isTTY: columns !== undefined };
  const report = new SuiteReport({ out, options: trialRunOptions('/tmp/run'), names, recorder, seeds });
  for (const [scenario, round, event] of told) {
    recorder.add({ scenario, round }, event);
    report.show({ scenario, round }, event);
  }
  recorder.fill(names);
  report.conclude({ leftOut: [{ name: 'spot', reason: 'kind has no spot nodes' }], coverage: undefined }, []);
  return text;
}

const tell = (name: string, ok: boolean, round = 0) =>
  story(name, ok).map((event): [string, number, RunEvent] => [name, round, event]);

test('scenarios are shown in order, a line each, whichever ends first; a red one with its cause', () => {
  const text = shown(undefined, ['one', 'two'], [...tell('two', false), ...tell('one', true)]);
  expect(text).toMatch(
    /^✔ one .*1\.23 s\n[\s\S]*^✘ two .*\n[\s\S]*^ {2}✘ A step of the story[\s\S]*^FAILED {2}The cause/m,
  );
  expect(text).toMatch(/^red: two {2}The cause/m);
  expect(text).toMatch(/^· spot {2}left out: kind has no spot nodes$/m);
  expect(text.trimEnd().split('\n').at(-1)).toMatch(/^2 scenarios: 1 green, 1 red, 1 left out in .* · seed 1$/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  expect(text).not.toMatch(/[\u001b\r]/);
});

test('a trial that was left out stands below with its reason', () => {
  const coverage = { id: 'image-tag', how: 'behaviour' } as const;
  const outcome = { coverage, verdict: 'left out', step: 'image-tag: a trial', reason: 'no such nodes' } as const;
  const [begin, ...rest] = tell('one', true);
  const text = shown(
    undefined,
    ['one'],
    [...(begin ? [begin] : []), ['one', 0, { type: 'coverage', ...outcome }], ...rest],
  );
  expect(text).toMatch(/^· one · image-tag: a trial\n {2}left out: no such nodes$/m);
  expect(text).toContain('1 green, 0 red, 1 left out, 1 trial left out in');
});

test('rounds are one line, with how many are green', () => {
  const text = shown(undefined, ['one'], [...tell('one', true), ...tell('one', false, 1)]);
  expect(text.replace(/\s+/g, ' ')).toContain('1 of 2 green.');
  expect(text).toContain('round 2, seed 1:');
  expect(text).toMatch(/^1 scenario, 2 runs: 1 green, 1 red/m);
});

test('a scenario that never began is red', () => {
  const text = shown(undefined, ['one', 'two'], tell('two', true));
  expect(text).toMatch(/^✘ one/m);
  expect(text).toMatch(/^red: one {2}it did not run to its end/m);
  expect(text).toMatch(/^✔ two/m);
});

test.each([40, 60, 80, 100])('fits a terminal of %d columns', (columns) => {
  const text = shown(columns, ['one', 'two'], [...tell('two', false), ...tell('one', true)]);
  const lines = stripVTControlCharacters(text).split(/[\r\n]/);
  expect(lines.filter((line) => line.length > columns)).toEqual([]);
});
