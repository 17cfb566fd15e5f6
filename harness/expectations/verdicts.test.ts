import { expect, test } from 'vitest';
import { expectArtifacts } from './artifacts.ts';
import type { Evidence } from './evidence.ts';
import { expectFindings } from './findings.ts';
import { leakSources } from './leak-sources.ts';
import { expectNoLeaks } from './leaks.ts';
import { expectSamplingCounts } from './sampling.ts';
import { detailWidth } from './some.ts';
import { expectSovereignty } from './sovereignty.ts';
import { expectNoStoredValues } from './stored-values.ts';
import { agentPods, exchangeTo, healthyEvidence } from './testing/healthy-evidence.ts';
import type { Verdict } from './verdict.ts';

const healthy = healthyEvidence();
const planted = healthy.plan.exchanges.flatMap((exchange) => exchange.planted.map(({ value }) => value));
const everything = Buffer.from(healthy.plan.exchanges.map(({ request }) => request.body).join('\n'));

/** Whatever may go wrong at once, values in every place that an agent writes to. */
const ruined: Evidence = {
  ...healthy,
  objects: healthy.objects.map((object, index) => ({
    ...object,
    key: index % 2 === 0 ? (planted[index] ?? '') : object.key,
  })),
  artifactEvents: healthy.artifactEvents.map((event, index) => ({ ...event, summary: { note: planted[index] } })),
  reports: healthy.reports.map((report, index) => ({
    ...report,
    ...(index % 3 === 0 ? { error: `cannot read ${planted[index]}` } : {}),
    findings: report.findings.map((finding, at) => ({
      ...finding,
      entityType: at === 0 ? (planted[index] ?? '') : finding.entityType,
      fieldPath: `$['${planted[index]}'].${'a_rather_long_name.'.repeat(6)}`,
      valueHash: planted[at] ?? '',
    })),
  })),
  qtapMetrics: [{ pod: 'qtap-a', text: everything.toString() }],
  logs: [
    {
      pod: 'qscan-with-a-name-as-long-as-deployments-make-them-7d9c5b6f4-x2x7k',
      container: 'qscan',
      text: everything.toString(),
    },
  ],
  exchanges: ['collector.example', 'pulse.qpoint.io', 's3.warehouse.qpoint.io', `${'deep.'.repeat(20)}example`].map(
    (host) => exchangeTo(host, '/some/path', everything),
  ),
};

const verdicts = (evidence: Evidence): Verdict[] => [
  expectSamplingCounts(evidence),
  expectArtifacts(evidence),
  expectFindings(evidence),
  expectNoStoredValues(evidence),
  expectNoLeaks(evidence, leakSources(evidence), agentPods),
  expectSovereignty(evidence),
];

test('all are met by a healthy run and broken by a ruined one', () => {
  expect(verdicts(healthy).map(({ verdict }) => verdict)).toEqual(Array(6).fill('met'));
  expect(verdicts(ruined).map(({ verdict }) => verdict)).toEqual(Array(6).fill('broken'));
  for (const { reason } of verdicts(ruined)) expect(reason).toMatch(/^[^\n]+\.$|: [^\n]+$/);
});

test('no verdict holds a planted value, whatever the agents wrote', () => {
  for (const verdict of [...verdicts(healthy), ...verdicts(ruined)]) {
    const text = JSON.stringify(verdict);
    expect(planted.filter((value) => text.includes(value))).toEqual([]);
  }
});

test('verdicts fit a terminal', () => {
  for (const { expected, observed, details } of [...verdicts(healthy), ...verdicts(ruined)]) {
    expect(expected.length).toBeLessThanOrEqual(48);
    expect(observed.length).toBeLessThanOrEqual(48);
    for (const line of details.filter((detail) => !detail.endsWith('.')))
      expect(line.length, line).toBeLessThanOrEqual(detailWidth);
  }
});
