import type { Evidence } from '../evidence.ts';
import { qscanCounters } from '../qscan-counters.ts';
import type { Verdict } from '../verdict.ts';
import type { Fate, FateKind, FinishedJob } from './fates.ts';

export interface SumsEvidence
  extends Pick<Evidence, 'objects' | 'artifactEvents' | 'qtapMetrics' | 'reports' | 'exchanges'> {
  readonly jobs: readonly FinishedJob[];
  /** Reports that Pulse took down without counting them. */
  readonly uncountedReports: number;
}

/** What Qtap, the bucket and Pulse counted, each for itself, adds up to what became of every exchange. */
export function expectSums(fates: readonly Fate[], evidence: SumsEvidence): Verdict {
  const { objects, artifactEvents, qtapMetrics, jobs, reports, uncountedReports } = evidence;
  const lost = (kind: FateKind) => fates.filter((fate) => fate.kind === kind).length;
  const keys = new Set(fates.map(({ digest }) => digest));
  const ofRun = <T extends { readonly digest: string }>(all: readonly T[]) =>
    all.filter(({ digest }) => keys.has(digest));
  const stored = objects.filter(({ key }) => keys.has(key)).length;
  const announced = new Set(ofRun(artifactEvents).map(({ digest }) => digest)).size;
  const ownJobs = ofRun(jobs).length;
  const givenUp = fates.filter(({ kind }) => kind === 'upload-given-up');
  const unanswered = givenUp.filter(({ digest }) => digest !== undefined).length;

  const unstruck = ofRun(jobs).filter(({ state }) => state === 'failed').length - lost('scan-failed');

  const sums: readonly [what: string, is: number | undefined, parts: readonly [count: number, name: string][]][] = [
    ["by Qtap's own count", qscanCounters(qtapMetrics)?.stored, [[fates.length, 'sampled']]],
    [
      'sampled',
      fates.length,
      [
        [stored, 'stored'],
        [givenUp.length - unanswered, 'given up'],
      ],
    ],
    [
      'stored',
      stored,
      [
        [announced, 'announced'],
        [lost('queue-full'), 'found the queue full'],
        ...(unanswered > 0 ? ([[unanswered, 'stored unanswered']] as [number, string][]) : []),
      ],
    ],
    ['announced', announced, [[ownJobs, 'jobs']]],
    [
      'jobs',
      ownJobs,
      [
        [lost('reported'), 'reported'],
        [lost('scan-failed'), 'failed'],
        ...(unstruck > 0 ? ([[unstruck, 'failed by themselves']] as [number, string][]) : []),
      ],
    ],
    ['reports', ofRun(reports).length, [[ownJobs, 'jobs']]],
  ];
  const lines = sums.map(([what, is, parts]) => {
    const sum = parts.reduce((total, [count]) => total + count, 0);
    const text = `${is ?? 'nothing'} ${what} = ${parts.map(([count, name]) => `${count} ${name}`).join(' + ')}`;
    return { ok: is === sum, text };
  });
  const repeated = ofRun(artifactEvents).length - announced;
  const again = jobs.reduce((sum, { deliveries }) => sum + Math.max(0, deliveries - 1), 0);
  const unsure = evidence.exchanges.filter(({ path, fault }) => fault && path.endsWith('/SubmitJobReport')).length;
  const wrong = [
    ...lines.filter(({ ok }) => !ok).map(({ text }) => `the counts do not add up: ${text}`),
    ...(uncountedReports > again + unsure
      ? [
          `${uncountedReports} reports came again, for ${again} jobs that went out again and ${unsure} calls that were struck`,
        ]
      : []),
  ];
  return {
    verdict: wrong.length === 0 ? 'met' : 'broken',
    expected: `${sums.length} sums`,
    observed: wrong.length === 0 ? 'all add up' : `${wrong.length} do not add up`,
    reason: wrong[0] && `Something is counted twice or not at all: ${wrong[0]}.`,
    details: [
      ...lines.map(({ text }) => text),
      `came again: ${repeated} events, ${again} jobs; not counted: ${uncountedReports} reports`,
      ...(repeated > 0 ? ['jobs are not doubled by events: Pulse is set to know one again'] : []),
    ],
  };
}
