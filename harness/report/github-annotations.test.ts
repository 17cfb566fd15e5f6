import { expect, test } from 'vitest';
import { githubAnnotations } from './github-annotations.ts';
import { githubSummary } from './github-summary.ts';
import type { RunRecord } from './run-recorder.ts';

const record: RunRecord = {
  ...{ name: 'iam', title: 'Title', round: 0, seed: 7, finished: true, ok: false, milliseconds: 1234 },
  ...{ steps: [], expectations: [], coverage: [], attachments: {} },
  failure: {
    ...{ kind: 'scenario', cause: '100% lost:\nall', evidence: ['last\r'] },
    positions: [
      { file: '/work/repo/deploy/a,b:c.yaml', line: 7 },
      { file: '/work/repo/snapshot.yaml', line: 3 },
      { file: '/tmp/run/copy.yaml', line: 1 },
    ],
  },
};

test('a red run is an error at its first file in the workspace, escaped as GitHub reads it', () => {
  expect(githubAnnotations([record, { ...record, failure: undefined }], '/work/repo')).toEqual([
    '::error file=deploy/a%2Cb%3Ac.yaml,line=7,title=scenario iam::100%25 lost:%0Aall%0Alook at snapshot.yaml:3%0Alast%0D',
  ]);
});

test('what lies outside the workspace has no place there', () => {
  const [line] = githubAnnotations([record], '/elsewhere');
  expect(line).toMatch(/^::error title=scenario iam::/);
});

test('the summary is a table that no cause breaks', () => {
  const failure = { kind: 'scenario', cause: 'a | b\n<c>', positions: [], evidence: [] } as const;
  const text = githubSummary([{ ...record, failure }], {
    leftOut: [{ name: 'spot', reason: 'why' }],
    coverage: undefined,
  });
  expect(text).toContain('| iam | red | 1.23 s | 7 | a &#124; b &#60;c&#62; |\n| spot | left out |  |  | why |');
});
