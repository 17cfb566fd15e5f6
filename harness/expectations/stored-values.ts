import { formatPosition } from '../errors/source-position.ts';
import type { Evidence } from './evidence.ts';
import { type GuessableHashes, guessableHashes, triesPerSecond } from './hash-guessing.ts';
import { leakSearchFor } from './leak-search/leak-search.ts';
import { recogniseObject } from './recognise-object.ts';
import type { Verdict } from './verdict.ts';

type StoredValueEvidence = Pick<Evidence, 'snapshot' | 'plan' | 'objects' | 'artifactEvents' | 'reports'>;

const sha256 = /^[0-9a-f]{64}$/;

/**
 * No monitor records values, and no finding, event, report or findings document holds one. That a hash
 * can be undone by trying is told, and breaks nothing: it is how the product hashes.
 */
export function expectNoStoredValues(evidence: StoredValueEvidence): Verdict {
  const { snapshot, plan, objects, artifactEvents, reports } = evidence;
  const search = leakSearchFor(plan);
  const recording = (snapshot.qscan?.monitors ?? []).filter(({ recordValue }) => recordValue);
  const announced = new Set(
    artifactEvents.flatMap(({ summary }) =>
      Object.entries(summary).flatMap(([key, value]) =>
        key.startsWith('entity.') && String(value) === 'true' ? [key.slice('entity.'.length)] : [],
      ),
    ),
  );
  const documents = objects.map((object) => recogniseObject(object)).filter(({ kind }) => kind === 'findings-document');
  const withValue = documents.filter((document) => document.kind === 'findings-document' && document.holdsValue).length;
  const findings = reports.flatMap((report) => report.findings);
  const unhashed = findings.filter(({ valueHash }) => !sha256.test(valueHash)).length;
  const events = artifactEvents.filter((event) => search.holdsValue(JSON.stringify(event))).length;
  const told = reports.filter((report) => search.holdsValue(JSON.stringify(report))).length;

  const [first] = recording;
  const place = first ? ` (${formatPosition(first.at)})` : '';
  const problems: readonly [boolean, string][] = [
    [
      first !== undefined,
      `The monitor ${first?.type} has record_value: true${place}, so its values are kept in clear: set it to false.`,
    ],
    [
      announced.size > 0,
      `Pulse was told to record values of ${[...announced].slice(0, 3).join(', ')} (entity.… = "true" in the artifact summaries): look at the snapshot that Qtap runs with.`,
    ],
    [
      withValue > 0,
      `${withValue} documents of findings in the bucket hold a value: look at record_value of the monitors.`,
    ],
    [unhashed > 0, `${unhashed} findings carry something else than a SHA-256 as value_hash: look at QScan's report.`],
    [events > 0, `${events} artifact events hold a planted value: look at their summaries.`],
    [
      told > 0,
      `${told} scan reports hold a planted value outside its hash: look at the field paths and error texts of QScan.`,
    ],
  ];
  const broken = problems.filter(([holds]) => holds).map(([, sentence]) => sentence);
  const inputs = objects.filter((object) => recogniseObject(object).kind === 'scan-input').length;
  const counted = `${findings.length} findings, ${artifactEvents.length} events, ${reports.length} reports, ${documents.length} documents`;
  return {
    verdict: broken.length > 0 ? 'broken' : 'met',
    expected: 'no value in findings, events, reports',
    observed:
      broken.length > 0
        ? `${broken.length === 1 ? 'a value is' : 'values are'} kept`
        : `none in ${findings.length} findings`,
    reason: broken[0] ?? 'The scan inputs in your own bucket do hold the bodies: that is what QScan reads.',
    positions: recording.map(({ at }) => at),
    details: [
      `looked at ${counted}`,
      `the bucket's ${inputs} scan inputs hold the bodies as they were sent`,
      ...guessableLines(guessableHashes(plan, findings)),
      ...broken.slice(1),
    ],
  };
}

/** The types whose hashes are undone soonest come first. */
function guessableLines(guessable: readonly GuessableHashes[]): string[] {
  if (guessable.length === 0) return [];
  return [
    `hashed is not anonymous: unsalted SHA-256, found by trying (${triesPerSecond.toExponential(0)}/s):`,
    ...guessable
      .toSorted((one, other) => one.seconds - other.seconds)
      .map(({ type, count, space, seconds }) => {
        const values = space.toExponential(1);
        return `  ${String(count).padStart(4)} ${type.padEnd(17)} ${values} values, ${formatSeconds(seconds)}`;
      }),
  ];
}

function formatSeconds(seconds: number): string {
  if (seconds < 1) return 'under 1 s';
  for (const [unit, size] of [
    ['days', 86_400],
    ['h', 3600],
    ['min', 60],
  ] as const) {
    if (seconds >= 2 * size) return `${Math.ceil(seconds / size)} ${unit}`;
  }
  return `${Math.ceil(seconds)} s`;
}
