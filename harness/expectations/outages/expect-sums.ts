import type { Evidence } from '../evidence.ts';
import { qscanCounters } from '../qscan-counters.ts';
import type { Verdict } from '../verdict.ts';
import type { Fate, FateKind, FinishedJob } from './fates.ts';

export interface SumsEvidence extends Pick<Evidence, 'objects' | 'artifactEvents' | 'qtapMetrics' | 'reports'> {
  readonly jobs: readonly FinishedJob[];
  /** Reports that Pulse took down without counting them. */
  readonly uncountedReports: number;
}

/** What Qtap, the bucket and Pulse counted, each for itself, adds up to what became of every exchange. */
export function expectSums(fates: readonly Fate[], evidence: SumsEvidence): Verdict {
  const { objects, artifactEvents, qtapMetrics, jobs, reports, uncountedReports } = evidence;
  const lost = (kind: FateKind) => fates.filter((fate) => fate.kind === kind).length;
  const keys = new Set(fates.map(({ digest }) => digest));
  const stored = objects.filter(({ key }) => keys.has(key)).length;
  const announced = new Set(artifactEvents.map(({ digest }) => digest).filter((digest) => keys.has(digest))).size;
  const ownJobs = jobs.filter(({ digest }) => keys.has(digest)).length;
  const ownReports = reports.filter(({ digest }) => keys.has(digest)).length;
  const repeated = artifactEvents.filter(({ digest }) => keys.has(digest)).length - announced;
  const again = jobs.reduce((sum, { deliveries }) => sum + Math.max(0, deliveries - 1), 0);

  const sums: readonly (readonly [
    what: string,
    is: number | undefined,
    parts: readonly (readonly [number, string])[],
  ])[] = [
    ["by Qtap's own count", qscanCounters(qtapMetrics)?.stored, [[fates.length, 'sampled']]],
    [
      'sampled',
      fates.length,
      [
        [stored, 'stored'],
        [lost('upload-given-up'), 'given up'],
      ],
    ],
    [
      'stored',
      stored,
      [
        [announced, 'announced'],
        [lost('queue-full'), 'found the queue full'],
      ],
    ],
    ['announced', announced, [[ownJobs, 'jobs']]],
    [
      'jobs',
      ownJobs,
      [
        [lost('reported'), 'reported'],
        [lost('scan-failed'), 'failed'],
      ],
    ],
    ['reports', ownReports, [[ownJobs, 'jobs']]],
  ];
  const lines = sums.map(([what, is, parts]) => {
    const sum = parts.reduce((total, [count]) => total + count, 0);
    const text = `${is ?? 'nothing'} ${what} = ${parts.map(([count, name]) => `${count} ${name}`).join(' + ')}`;
    return { ok: is === sum, text };
  });
  const wrong = lines.filter(({ ok }) => !ok);
  return {
    verdict: wrong.length === 0 ? 'met' : 'broken',
    expected: `${sums.length} sums`,
    observed: wrong.length === 0 ? 'all add up' : `${wrong.length} do not add up`,
    reason: wrong[0] && `The counts do not add up: ${wrong[0].text}.`,
    details: [
      ...lines.map(({ text }) => text),
      `came again: ${repeated} events, ${again} jobs; not counted: ${uncountedReports} reports`,
    ],
  };
}
