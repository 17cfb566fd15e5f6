import type { EntityType } from '../../entities/entity-type.ts';
import type { TrafficPlan } from '../../traffic/traffic-plan.ts';
import { type Encoding, encodings } from './encodings.ts';
import { falseAlarmsPerByte } from './false-alarms.ts';
import { isPartOfLongerNumber } from './longer-number.ts';
import { PatternSearch, shortestPattern } from './pattern-search.ts';
import { unpack } from './unpack.ts';

/** A planted value where it must not be. Names all but the value. */
export interface Leak {
  readonly type: EntityType;
  readonly encoding: Encoding;
  /** `gzip at 5`, outermost first; empty where nothing was compressed. */
  readonly way: readonly string[];
  /** Within the innermost content. */
  readonly offset: number;
  readonly exchangeId: string;
}

export interface SearchedBytes {
  readonly leaks: readonly Leak[];
  /** Bytes looked at, unpacked ones included. */
  readonly bytes: number;
  /** Compressed content was left unsearched, since it grows beyond the limit. */
  readonly cut: boolean;
}

export interface LeakSearch {
  readonly search: (bytes: Uint8Array, contentEncoding?: string) => SearchedBytes;
  readonly holdsValue: (text: string) => boolean;
  readonly values: number;
  readonly patterns: number;
  /** Expected hits by chance in a byte of unrelated text. */
  readonly falseAlarmsPerByte: number;
}

interface Origin {
  readonly type: EntityType;
  readonly encoding: Encoding;
  readonly exchangeId: string;
}

const searches = new WeakMap<TrafficPlan, LeakSearch>();

/** The search for all planted values of a plan in all their encodings; built once a plan. */
export function leakSearchFor(plan: TrafficPlan): LeakSearch {
  const known = searches.get(plan);
  if (known) return known;
  const search = createLeakSearch(plan);
  searches.set(plan, search);
  return search;
}

function createLeakSearch(plan: TrafficPlan): LeakSearch {
  const patterns: string[] = [];
  const origins: Origin[] = [];
  let values = 0;
  let perByte = 0;
  for (const { id, planted } of plan.exchanges) {
    for (const { type, value } of planted) {
      values++;
      const spellings = encodings(value);
      perByte += falseAlarmsPerByte(spellings);
      for (const { encoding, bytes } of spellings) {
        if (bytes.length < shortestPattern) {
          throw new RangeError(`A planted ${type} of exchange ${id} is too short to be searched for.`);
        }
        patterns.push(bytes);
        origins.push({ type, encoding, exchangeId: id });
      }
    }
  }
  const finder = new PatternSearch(patterns);

  const search = (bytes: Uint8Array, contentEncoding?: string): SearchedBytes => {
    const { contents, cut } = unpack(bytes, { contentEncoding });
    const leaks = contents.flatMap((content) =>
      finder.search(content.bytes).flatMap(({ pattern, offset }): Leak[] => {
        const origin = origins[pattern];
        const length = patterns[pattern]?.length ?? 0;
        if (!origin) return [];
        if (origin.encoding === 'plain' && isPartOfLongerNumber(content.bytes, offset, length)) return [];
        return [{ ...origin, way: content.way, offset }];
      }),
    );
    return { leaks, bytes: contents.reduce((sum, content) => sum + content.bytes.length, 0), cut };
  };
  return {
    search,
    holdsValue: (text) => search(Buffer.from(text)).leaks.length > 0,
    values,
    patterns: patterns.length,
    falseAlarmsPerByte: perByte,
  };
}
