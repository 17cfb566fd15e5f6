import { expect, test } from 'vitest';
import { prometheusText } from './prometheus-text.ts';

test('families with and without labels, a histogram, and one without samples', () => {
  expect(
    prometheusText([
      { name: 'jobs', type: 'gauge', help: 'Jobs.', samples: [{ value: 2 }] },
      {
        name: 'size_bytes',
        type: 'histogram',
        help: 'Sizes.',
        samples: [
          { suffix: '_bucket', labels: { le: '+Inf', kind: 'a' }, value: 3 },
          { suffix: '_sum', value: 1.5 },
          { suffix: '_count', value: 3 },
        ],
      },
      { name: 'polls_total', type: 'counter', help: 'Polls.', samples: [] },
    ]),
  ).toBe(`# HELP jobs Jobs.
# TYPE jobs gauge
jobs 2
# HELP size_bytes Sizes.
# TYPE size_bytes histogram
size_bytes_bucket{le="+Inf",kind="a"} 3
size_bytes_sum 1.5
size_bytes_count 3
# HELP polls_total Polls.
# TYPE polls_total counter
`);
});

test('what would end a line or a label is escaped', () => {
  const samples = [{ labels: { path: 'a\\b"c\nd' }, value: 1 }];
  expect(prometheusText([{ name: 'x', type: 'counter', help: 'one\ntwo "3"', samples }])).toBe(
    '# HELP x one\\ntwo "3"\n# TYPE x counter\nx{path="a\\\\b\\"c\\nd"} 1\n',
  );
});
