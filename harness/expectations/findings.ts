import { type EntityType, entityTypes } from '../entities/entity-type.ts';
import { formatPosition } from '../errors/source-position.ts';
import type { Monitor } from '../snapshot/snapshot.ts';
import type { Evidence, Finding } from './evidence.ts';
import { type LeakSearch, leakSearchFor } from './leak-search/leak-search.ts';
import { type MatchedFindings, type Miss, matchFindings } from './match-findings.ts';
import { recallFloor } from './recall-floor.ts';
import { some } from './some.ts';
import { suggestEntityType } from './suggest-entity-type.ts';
import type { Verdict } from './verdict.ts';
import { withhold } from './withhold.ts';
import { withoutPlugin } from './without-plugin.ts';

type FindingsEvidence = Pick<Evidence, 'snapshot' | 'plan' | 'decisions' | 'objects' | 'reports'>;

interface TypeScore {
  readonly type: EntityType;
  readonly planted: number;
  readonly found: number;
  readonly extra: number;
}

const known: ReadonlySet<string> = new Set(entityTypes);

/** Every planted value of a sampled exchange whose type has a monitor is reported with its type, source, path and SHA-256. */
export function expectFindings(evidence: FindingsEvidence): Verdict {
  const { snapshot, plan, decisions, reports } = evidence;
  if (!snapshot.qscan) return withoutPlugin('planted values reported', snapshot.stackAt);
  const { monitors } = snapshot.qscan;
  const monitored = new Set(monitors.map(({ type }) => type));
  const matched = matchFindings(evidence, monitored);
  const search = leakSearchFor(plan);
  const scores = entityTypes.filter((type) => monitored.has(type)).map((type) => scoreOf(type, matched));
  const planted = matched.found.length + matched.missed.length;
  const low = scores.filter((score) => score.found < recallFloor[score.type] * score.planted);
  const misspelt = monitors.filter(({ type }) => !known.has(type));
  const unmonitored = matched.extra.filter(({ entityType }) => !monitored.has(entityType));
  const absent = entityTypes.filter((type) => !monitored.has(type));
  const sampled = decisions.filter((decision) => decision.sampled).length;
  const reported = new Set(reports.map(({ digest }) => digest)).size;
  const failed = reports.filter(({ error }) => error !== undefined);

  const reason =
    misspeltReason(misspelt) ??
    (sampled === 0
      ? 'No exchange is sampled with these settings, so nothing could be found: raise sample_baseline or sample_rate.'
      : undefined) ??
    failedReason(failed, search) ??
    (reported < sampled
      ? `Of ${sampled} sampled exchanges ${reported} were reported on: look whether QScan is ready, polls Pulse and reads the bucket.`
      : undefined) ??
    lowReason(low, matched.missed) ??
    (planted === 0
      ? 'No planted value of a monitored type was sampled, so nothing could be found: look at the monitors.'
      : undefined) ??
    (unmonitored.length > 0
      ? `${unmonitored.length} findings are of types without a monitor (${[...new Set(unmonitored.map((each) => safe(each.entityType, search)))].slice(0, 3).join(', ')}): QScan or Pulse should have dropped them.`
      : undefined) ??
    (matched.foreign.length > 0
      ? `${matched.foreign.length} findings belong to no exchange of this run: look for another run's artifacts in the bucket.`
      : undefined);

  return {
    verdict: reason === undefined ? 'met' : 'broken',
    expected: `${planted} planted values reported`,
    observed: `${matched.found.length} reported, ${matched.extra.length} extra`,
    reason,
    positions: misspelt.map(({ at }) => at),
    details: [
      ...table(scores),
      'precision: not judged, extra findings are accepted (recall comes first)',
      `hashed: ${[...matched.forms].map(([form, count]) => `${form} ${count}`).join(', ') || 'nothing matched'}`,
      ...(absent.length > 0 ? [`without a monitor, expected absent: ${absent.join(', ')}`] : []),
      ...scores
        .filter((score) => score.planted === 0)
        .map(({ type }) => `${type}: none was sampled, so nothing is said of it`),
      ...missLines(matched.missed),
      ...extraLines(matched.extra, search),
    ],
  };
}

function scoreOf(type: EntityType, { found, missed, extra }: MatchedFindings): TypeScore {
  const ofType = found.filter((value) => value.type === type).length;
  return {
    type,
    found: ofType,
    planted: ofType + missed.filter((miss) => miss.planted.type === type).length,
    extra: extra.filter(({ entityType }) => entityType === type).length,
  };
}

function table(scores: readonly TypeScore[]): string[] {
  const row = (cells: readonly string[]) =>
    cells
      .map((cell, index) => (index === 0 ? cell.padEnd(18) : cell.padStart(10)))
      .join('')
      .trimEnd();
  return [
    row(['type', 'planted', 'found', 'recall', 'floor', 'precision']),
    ...scores.map(({ type, planted, found, extra }) =>
      row([
        type,
        `${planted}`,
        `${found}`,
        share(found, planted),
        recallFloor[type].toFixed(2),
        share(found, found + extra),
      ]),
    ),
  ];
}

/** Never rounded up to a perfect score. */
function share(part: number, whole: number): string {
  return whole === 0 ? '-' : (Math.floor((part / whole) * 1000) / 1000).toFixed(3);
}

function misspeltReason(misspelt: readonly Monitor[]): string | undefined {
  const [first] = misspelt;
  if (!first) return undefined;
  const suggestion = suggestEntityType(first.type);
  const place = ` (${formatPosition(first.at)})`;
  return `The monitor ${first.type}${place} is no entity type, so nothing is ever reported for it${suggestion ? `: write ${suggestion}` : ''}.`;
}

function failedReason(
  failed: readonly { readonly error?: string | undefined }[],
  search: LeakSearch,
): string | undefined {
  const [first] = failed;
  if (!first) return undefined;
  return `${failed.length} scan jobs ended in an error, first: ${safe(first.error ?? '', search)}`;
}

function lowReason(low: readonly TypeScore[], missed: readonly Miss[]): string | undefined {
  const [worst] = low.toSorted((one, other) => one.found / one.planted - other.found / other.planted);
  if (!worst) return undefined;
  const nearest = missed.find(({ planted }) => planted.type === worst.type);
  const where = nearest ? ` (first: ${nearest.nearest}, ${nearest.planted.path} of ${nearest.exchange.id})` : '';
  return `Only ${worst.found} of ${worst.planted} planted ${worst.type} were reported, the floor is ${recallFloor[worst.type]}${where}: look at QScan's recognisers.`;
}

function missLines(missed: readonly Miss[]): string[] {
  const kinds = Map.groupBy(missed, ({ planted, nearest }) => `missed ${planted.type}, ${nearest}`);
  return [...kinds].flatMap(([kind, all]) =>
    some(`${kind} (${all.length})`, [...new Set(all.map(({ planted }) => planted.path))], 2),
  );
}

function extraLines(extra: readonly Finding[], search: LeakSearch): string[] {
  const types = Map.groupBy(extra, ({ entityType }) => safe(entityType, search));
  return [...types].flatMap(([type, all]) =>
    some(
      `extra ${type} (${all.length})`,
      all.map(({ fieldPath, valueHash }) => `${safe(fieldPath, search)} #${safe(valueHash, search).slice(0, 8)}`),
      2,
    ),
  );
}

/** Text that an agent wrote; it may hold what it must not. */
function safe(text: string, search: LeakSearch): string {
  return withhold(text, search).slice(0, 60);
}
