import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { RunEvent } from '../scenario/run-event.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import { TerminalReport } from './terminal-report.ts';

const options: RunOptions = {
  runId: 'abc123',
  seed: 1,
  manifests: 'deploy',
  snapshot: 'snapshot.yaml',
  secrets: undefined,
  images: [],
  artifacts: 1000,
  environment: { name: 'embedded', nodes: [] },
  evidence: undefined,
  realTime: false,
  keep: false,
  runDirectory: '/tmp/run',
};

const story: readonly RunEvent[] = [
  {
    type: 'scenario',
    name: 'sampling',
    title: 'What the snapshot samples is stored, scanned and reported, and nothing leaves',
  },
  { type: 'step-started', title: 'A step with a title that is longer than a narrow terminal is wide, by far' },
  { type: 'step-progress', text: 'and progress that goes on and on and on and on' },
  {
    type: 'step-finished',
    title: 'A step with a title that is longer than a narrow terminal is wide, by far',
    milliseconds: 65_432,
    ok: true,
    notes: ['a note that is also longer than a narrow terminal is wide, so that it must be broken'],
  },
  {
    type: 'expectation',
    line: {
      name: 'a long name of it',
      met: false,
      expected: 'what was expected in a few words more than fit',
      observed: 'what was observed in a few words more than fit',
      remark: 'and a sentence that says why, and where to look, in some detail',
      details: Array.from({ length: 20 }, (_, index) => `detail ${index}`),
    },
  },
  {
    type: 'failure',
    failure: {
      kind: 'scenario',
      cause: 'The cause in one sentence that takes more than a line of a narrow terminal.',
      positions: [{ file: 'deploy/qscan.yaml', line: 7 }],
      evidence: ['the last state that was seen, which takes more than a line as well, as they do'],
    },
  },
  { type: 'finished', milliseconds: 1234, ok: false },
];

function shown(columns: number | undefined, events: readonly RunEvent[]): string {
  let text = '';
  const output = {
    columns,
    isTTY: columns !== undefined,
    write(chunk: string) {
      text += chunk;
    },
  };
  const report = new TerminalReport(output, options);
  for (const event of events) report.show(event);
  report.stop();
  return text;
}

test.each([40, 60, 80, 100])('fits a terminal of %d columns', (columns) => {
  const lines = stripVTControlCharacters(shown(columns, story)).split(/[\r\n]/);
  expect(lines.filter((line) => line.length > columns)).toEqual([]);
});

test('a pipe gets plain lines: no escape, no carriage return, and all of it', () => {
  const text = shown(undefined, story);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  expect(text).not.toMatch(/[\u001b\r]/);
  expect(text).toContain('look at deploy/qscan.yaml:7');
  expect(text).toContain('… 8 more lines with --json FILE');
});

test('what a file says cannot steer the terminal', () => {
  const failure = {
    kind: 'scenario',
    cause: 'Deployment \u001b[2Jx\u202e',
    positions: [],
    evidence: ['a\rb'],
  } as const;
  const text = stripVTControlCharacters(shown(undefined, [{ type: 'failure', failure }]));
  expect(text).toContain('Deployment \ufffd[2Jx\ufffd');
  expect(text).toContain('a\ufffdb');
});
