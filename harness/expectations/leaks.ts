import type { EntityType } from '../entities/entity-type.ts';
import type { Evidence } from './evidence.ts';
import { formatBytes } from './format-bytes.ts';
import { type Leak, leakSearchFor } from './leak-search/leak-search.ts';
import type { LeakSource } from './leak-sources.ts';
import { type AgentPods, missingEvidence } from './missing-evidence.ts';
import { queryWith } from './query-with.ts';
import { clip, detailWidth } from './some.ts';
import type { Verdict } from './verdict.ts';
import { withhold } from './withhold.ts';

type LeakEvidence = Pick<Evidence, 'plan' | 'logs' | 'qtapMetrics' | 'otherMetrics'>;

interface FoundLeak {
  readonly source: string;
  readonly leak: Leak;
}

/**
 * No planted value stands in any of the sources, in none of its forms. `pods` names the agents' pods: without the log and
 * the metrics of each of them the verdict is broken, as it is by whatever else could not be searched.
 */
export function expectNoLeaks(evidence: LeakEvidence, sources: readonly LeakSource[], pods: AgentPods): Verdict {
  const search = leakSearchFor(evidence.plan);
  let bytes = 0;
  const cut = missingEvidence(evidence, pods);
  const found: FoundLeak[] = [];
  const suspects: FoundLeak[] = [];
  const streams = new Map<string, ReturnType<typeof search.acrossPieces>>();
  for (const source of sources) {
    const name = withhold(source.name, search);
    const result = search.search(source.bytes, source.contentEncoding);
    bytes += result.bytes;
    if (result.cut) cut.push(`${name}: compressed content grows beyond the limit`);
    if (source.unseen) cut.push(`${name}: ${formatBytes(source.unseen)} were not journalled`);
    for (const leak of result.leaks) found.push({ source: name, leak });
    for (const leak of result.suspects) suspects.push({ source: name, leak });
    if (source.stream === undefined) continue;
    const across = streams.get(source.stream) ?? search.acrossPieces();
    streams.set(source.stream, across);
    for (const leak of across(source.bytes)) found.push({ source: `${name} and the requests before it`, leak });
  }
  const places = [...Map.groupBy(found, ({ source }) => source)].map(([source, all]) => ({ source, all }));
  const details = [
    `${search.values} values in ${search.patterns} spellings over ${formatBytes(bytes)}`,
    `a hit by chance: ${(search.falseAlarmsPerByte * bytes).toExponential(0)} (${(search.falseAlarmsPerByte * 1e9).toExponential(1)} in a GB)`,
    ...companyLine('only in company', search.onlyInCompany('exact')),
    ...companyLine('other separators or none: only in company', search.onlyInCompany('other groups')),
    ...places.slice(0, 5).flatMap(({ source, all }) =>
      describe(
        source,
        all.map(({ leak }) => leak),
      ),
    ),
    ...(places.length > 5 ? [`and ${places.length - 5} more places`] : []),
    ...tell('not counted, nothing near says so', suspects),
    ...cut.slice(0, 5).map((line) => clip(`not searched: ${line}`)),
  ];
  const expected = 'no planted value anywhere';
  const [first] = found;
  if (first) {
    return {
      verdict: 'broken',
      expected,
      observed: `${found.length} in ${places.length} ${places.length === 1 ? 'place' : 'places'}`,
      leaks: found.length,
      reason: `A planted ${first.leak.type} (${first.leak.encoding}) stands in ${first.source} at byte ${first.leak.offset}: ${remedyFor(evidence.plan, first.leak)}.`,
      details,
    };
  }
  if (bytes === 0) {
    return {
      verdict: 'broken',
      expected,
      observed: 'nothing to search',
      reason: 'Neither requests nor logs nor metrics were collected, so no leak could have shown: look at the Edge.',
      details,
    };
  }
  if (cut.length > 0) {
    return {
      verdict: 'broken',
      expected,
      observed: `${cut.length} ${cut.length === 1 ? 'source' : 'sources'} not searched`,
      reason: `A leak could hide in what was not searched: ${cut[0]}.`,
      details,
    };
  }
  return { verdict: 'met', expected, observed: `none in ${formatBytes(bytes)}`, details };
}

function describe(source: string, leaks: readonly Leak[]): string[] {
  const kinds = Map.groupBy(leaks, ({ type, encoding, way }) =>
    [type, encoding, ...way.map((step) => step.split(' at ')[0])].join(' '),
  );
  return [...kinds].map(([kind, all]) => clip(`${source}: ${all.length} x ${kind}, first at byte ${all[0]?.offset}`));
}

/** Hits that break nothing: as many as there are of a type, and where the first one stands. */
function tell(title: string, hits: readonly FoundLeak[]): string[] {
  const types = Map.groupBy(hits, ({ leak: { type } }) => type);
  return [...types].map(([type, all]) => clip(`${title}: ${all.length} x ${type} in ${all[0]?.source}`));
}

function companyLine(title: string, types: readonly EntityType[]): string[] {
  if (types.length === 0) return [];
  const names = types.join(', ');
  const line = `${title}: ${names}`;
  return [line.length <= detailWidth ? line : `${title}: ${types.length} types`];
}

function remedyFor(plan: Evidence['plan'], leak: Leak): string {
  const exchange = queryWith(plan, leak);
  return exchange === undefined
    ? 'look at what is sent or logged there'
    : `requests to ${exchange.host} carry it in their query string, and agents report URLs whole, so keep personal data out of URLs`;
}
