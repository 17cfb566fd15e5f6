import fc from 'fast-check';
import { expect, test } from 'vitest';
import { metricSamples } from './metric-samples.ts';

test('reads what Prometheus clients write, names as they stand', () => {
  const page = [
    '# HELP scans_total Scans.',
    '# TYPE scans_total counter',
    'scans_total{reason="rate",} 12',
    'scans_total{reason="baseline"} 9 1395066363000',
    'size_bucket{le="+Inf"} 3.0e+00',
    'limit +Inf',
    'none NaN',
    '',
  ].join('\r\n');
  expect(metricSamples(page)).toEqual([
    { name: 'scans_total', labels: { reason: 'rate' }, value: 12 },
    { name: 'scans_total', labels: { reason: 'baseline' }, value: 9 },
    { name: 'size_bucket', labels: { le: '+Inf' }, value: 3 },
    { name: 'limit', labels: {}, value: Infinity },
    { name: 'none', labels: {}, value: Number.NaN },
  ]);
});

test('label values of any text come back', () => {
  const labels = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/), fc.string(), { noNullPrototype: true });
  const escaped = (value: string) => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  fc.assert(
    fc.property(labels, fc.double({ noNaN: true }), (wanted, value) => {
      const pairs = Object.entries(wanted).map(([name, text]) => `${name}="${escaped(text)}"`);
      expect(metricSamples(`m{${pairs.join(',')}} ${value}`)).toEqual([
        { name: 'm', labels: wanted, value: Number(String(value)) },
      ]);
    }),
  );
});
