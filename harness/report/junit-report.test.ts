import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import type { Failure } from '../scenario/run-event.ts';
import { trialRunOptions } from '../trials/testing/trial-options.ts';
import { junitReport } from './junit-report.ts';
import type { RunRecord } from './run-recorder.ts';

const options = trialRunOptions('/tmp/run');
const parser = new XMLParser({ ignoreAttributes: false, parseAttributeValue: false, trimValues: false });

const record: RunRecord = {
  ...{ name: 'iam', title: 'Title', round: 0, seed: 7, finished: true, ok: true, milliseconds: 1234 },
  ...{ steps: [], expectations: [], coverage: [], failure: undefined, attachments: {} },
};
const failure: Failure = {
  kind: 'scenario',
  cause: 'The <cause> & "more"',
  ...{ positions: [{ file: 'deploy/qscan.yaml', line: 7 }], evidence: ['a\u0000b\u001b[2J'] },
};

function parsed(records: readonly RunRecord[], leftOut: readonly { name: string; reason: string }[] = []) {
  const xml = junitReport(options, records, { leftOut, coverage: undefined });
  expect(XMLValidator.validate(xml)).toBe(true);
  return parser.parse(xml).testsuites.testsuite;
}

test('a step, a line of the verdict and the cause are cases, with seed and places', () => {
  const step = { title: 'Files are read', milliseconds: 10, notes: [] };
  const line = { name: 'stored', expected: '2', observed: '1', remark: 'one is lost', details: [] };
  const suite = parsed([
    {
      ...record,
      steps: [
        { ...step, ok: true },
        { ...step, title: 'Ready', ok: false, failure },
      ],
      expectations: [
        { ...line, met: false },
        { ...line, met: true },
      ],
      failure,
    },
  ]);
  expect(suite).toMatchObject({ '@_tests': '4', '@_failures': '2', '@_errors': '0', '@_time': '1.234' });
  expect(suite.properties.property[0]).toEqual({ '@_name': 'seed', '@_value': '7' });
  const [, ready, stored] = suite.testcase;
  expect(ready.failure['@_message']).toBe('The <cause> & "more"');
  expect(ready.failure['#text']).toContain('look at deploy/qscan.yaml:7');
  expect(ready.failure['#text']).toContain('a\ufffdb\ufffd[2J');
  expect(stored.failure['@_message']).toBe('one is lost');
});

test('a cause that no step holds, a run that broke off, and what is left out have a case of their own', () => {
  expect(parsed([{ ...record, failure }]).testcase).toMatchObject({ '@_name': 'verdict' });
  expect(parsed([{ ...record, finished: false }])).toMatchObject({ '@_errors': '1' });
  const [, leftOut] = parsed([record], [{ name: 'spot', reason: 'not on kind' }]);
  expect(leftOut).toMatchObject({
    '@_name': 'spot',
    '@_skipped': '1',
    testcase: { skipped: { '@_message': 'not on kind' } },
  });
});

test('whatever a run says, the report is XML that holds it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (cause) => {
      const suite = parsed([{ ...record, failure: { ...failure, cause } }]);
      expect(suite.testcase.failure['@_message']).toBeDefined();
    }),
    { numRuns: 30 },
  );
});
