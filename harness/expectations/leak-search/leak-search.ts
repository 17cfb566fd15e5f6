import type { EntityType } from '../../entities/entity-type.ts';
import type { TrafficPlan } from '../../traffic/traffic-plan.ts';
import { affordable, type Chances, chancesOf, mustStandAlone } from './chance.ts';
import { isInCompany } from './company.ts';
import { decodedRuns } from './decoded-runs.ts';
import { PatternSearch } from './pattern-search.ts';
import { type Shape, shapeOf } from './shape.ts';
import { type Spelling, spellings } from './spellings.ts';
import { squeezed } from './squeeze.ts';
import { standsAlone } from './stands-alone.ts';
import { type Unpacked, unpack } from './unpack.ts';
import { verifyEncoded } from './verify-encoded.ts';
import { type View, views } from './views.ts';

/** How a value was written where it was found. */
export type Encoding = 'plain' | 'other case' | 'other separators' | 'split' | 'UTF-16' | 'Latin-1' | 'base64' | 'hex';

/** A planted value where it must not be. Names all but the value. */
export interface Leak {
  readonly type: EntityType;
  readonly encoding: Encoding;
  /** `gzip at 5`, `JSON`, outermost first; empty where the bytes were searched as they stand. */
  readonly way: readonly string[];
  /** Within the innermost content; near it where escapes were undone. */
  readonly offset: number;
  readonly exchangeId: string;
}

export interface SearchedBytes {
  readonly leaks: readonly Leak[];
  /** Numbers and words that equal a value in a form too short to be told from chance, with nothing near that says so. */
  readonly suspects: readonly Leak[];
  /** Bytes looked at, unpacked ones included. */
  readonly bytes: number;
  /** Compressed content was left unsearched, since it grows beyond the limit. */
  readonly cut: boolean;
}

export interface LeakSearch {
  readonly search: (bytes: Uint8Array, contentEncoding?: string) => SearchedBytes;
  /** For pieces that follow each other: values that a piece completes, and that stand in none of the pieces by themselves. */
  readonly acrossPieces: () => (piece: Uint8Array) => Leak[];
  /** Whether a value, or what looks like one, stands in a text. */
  readonly holdsValue: (text: string) => boolean;
  readonly values: number;
  readonly patterns: number;
  /** Expected hits by chance in a byte of unrelated data, see `Chances`; 1e-15 at most. */
  readonly falseAlarmsPerByte: number;
  /** Types of which some values, in this form, are too short to count where nothing near says what they are. */
  readonly onlyInCompany: (form: 'exact' | 'other groups') => readonly EntityType[];
}

/** What chance may make up in a byte, all values together: one false alarm in a million GB. */
const budget = 1e-15;
/** Of pieces that follow each other, the bytes at which a value may be cut. */
const joinSize = 1024;
/** Layers of base64 and hex that are undone, around one that is searched for as it stands. */
const deepest = 2;
/** Bytes that all views of one content may grow to. */
const viewLimit = 64 * 2 ** 20;

interface Value {
  readonly type: EntityType;
  readonly exchangeId: string;
  readonly text: string;
  readonly field: string;
  readonly chances: Chances;
}

interface Hit {
  readonly value: Value;
  readonly encoding: Encoding;
  readonly start: number;
  readonly end: number;
  /** By itself too likely by chance. */
  readonly isWeak: boolean;
}

/** What is searched: the bytes themselves, and what is packed or encoded in them. */
interface Content extends Unpacked {
  /** Layers of base64 and hex around it. */
  readonly depth: number;
  /** Values that were found, here or around it. */
  readonly seen: Set<Value>;
}

interface Found {
  readonly value: Value;
  readonly leak: Leak;
}

const searches = new WeakMap<TrafficPlan, LeakSearch>();

/**
 * The search for all planted values of a plan, in all forms and encodings; built once a plan.
 *
 * Not found are: a value that is dealt out to unrelated connections, to log lines with a time stamp of their own, or to JSON
 * fields with their names between; one in more than three layers of base64 and hex, or in two in a run of less than 32 letters and
 * digits; one in base64 of zlib, if `+` or `/` stand in the way everywhere; one that is encrypted, hashed or spelled out.
 */
export function leakSearchFor(plan: TrafficPlan): LeakSearch {
  const known = searches.get(plan);
  if (known) return known;
  const search = createLeakSearch(plan);
  searches.set(plan, search);
  return search;
}

function createLeakSearch(plan: TrafficPlan): LeakSearch {
  const values = plannedValues(plan);
  const patterns: Spelling[] = [];
  const owners: Value[] = [];
  for (const value of values) {
    const all = spellings(value.text);
    if (all[0]?.kind !== 'text') {
      throw new RangeError(`A planted ${value.type} of exchange ${value.exchangeId} is too short to be searched for.`);
    }
    patterns.push(...all);
    for (let count = 0; count < all.length; count++) owners.push(value);
  }
  const byThemselves = affordable(
    values.map(({ chances }) => chances),
    budget,
  );
  const finder = new PatternSearch(patterns.map((pattern) => pattern.squeezed));

  const hitsIn = (data: Buffer): Hit[] => {
    const hits: Hit[] = [];
    finder.search(data, (pattern, start, end) => {
      const [value, spelling] = [owners[pattern], patterns[pattern]];
      const read = value && spelling && readHit(data, start, end, spelling, value);
      if (!read || (!read.isAlone && mustStandAlone(value.text, read.shape))) return;
      const isWeak = !byThemselves.has(value.chances, read.isEncoded ? 'encoded' : read.shape);
      hits.push({ value, encoding: read.encoding, start, end, isWeak });
    });
    return hits;
  };

  const find = (bytes: Uint8Array, contentEncoding?: string) => {
    const whole = unpack(bytes, { contentEncoding });
    const contents: Content[] = whole.contents.map((each) => ({ ...each, depth: 0, seen: new Set() }));
    const leaks: Found[] = [];
    const suspects: Found[] = [];
    let { cut } = whole;
    let size = 0;
    let left = viewLimit;
    // It grows while it is gone through.
    for (const { way, bytes, depth, seen } of contents) {
      size += bytes.length;
      for (const view of views(bytes, viewLimit)) {
        const hits = hitsIn(view.bytes);
        const strong = hits.filter(({ isWeak }) => !isWeak);
        const found = new Set<Value>();
        for (const hit of hits) {
          if (seen.has(hit.value)) continue;
          const counts = !hit.isWeak || isInCompany(view.bytes, hit, strong);
          if (counts) found.add(hit.value);
          (counts ? leaks : suspects).push({ value: hit.value, leak: leakOf(hit, way, view) });
        }
        for (const value of found) seen.add(value);
      }
      // An escape within a run cuts it, and what is left of it is a run as well: the bytes as they stand are enough.
      const runs = depth < deepest ? decodedRuns(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)) : [];
      for (const { encoding, bytes, at } of runs) {
        const inner = unpack(bytes, { limit: left });
        cut ||= inner.cut;
        for (const each of inner.contents) {
          left = Math.max(1, left - each.bytes.length);
          const outer = [...way, `${encoding} at ${at}`, ...each.way];
          contents.push({ way: outer, bytes: each.bytes, depth: depth + 1, seen });
        }
      }
    }
    return { leaks, suspects, bytes: size, cut };
  };

  const leaksOf = (found: readonly Found[]) => found.map(({ leak }) => leak);
  const acrossPieces = () => {
    let tail: Uint8Array = Buffer.alloc(0);
    return (piece: Uint8Array): Leak[] => {
      const before = tail;
      const begin = piece.subarray(0, joinSize);
      tail = Buffer.concat([before, piece.subarray(-joinSize)]).subarray(-joinSize);
      if (before.length === 0 || begin.length === 0) return [];
      const whole = find(Buffer.concat([before, begin])).leaks;
      if (whole.length === 0) return [];
      const parts = new Set([before, begin].flatMap((part) => find(part).leaks).map(({ value }) => value));
      return leaksOf(whole.filter(({ value }) => !parts.has(value)));
    };
  };

  return {
    search: (bytes, contentEncoding) => {
      const found = find(bytes, contentEncoding);
      return { ...found, leaks: leaksOf(found.leaks), suspects: leaksOf(found.suspects) };
    },
    acrossPieces,
    holdsValue: (text) => {
      const { leaks, suspects } = find(Buffer.from(text));
      return leaks.length + suspects.length > 0;
    },
    values: values.length,
    patterns: patterns.length,
    falseAlarmsPerByte: byThemselves.sum,
    onlyInCompany: (form) => [
      ...new Set(values.flatMap(({ type, chances }) => (byThemselves.has(chances, form) ? [] : [type]))),
    ],
  };
}

function plannedValues(plan: TrafficPlan): Value[] {
  return plan.exchanges.flatMap(({ id, planted }) =>
    planted.map(({ type, value, path }) => {
      const field = path.split(/[.[\]']+/).findLast((name) => /[a-z]/i.test(name)) ?? '';
      return { type, text: value, exchangeId: id, field, chances: chancesOf(value) };
    }),
  );
}

interface ReadHit {
  readonly shape: Shape;
  readonly encoding: Encoding;
  readonly isAlone: boolean;
  readonly isEncoded: boolean;
}

/** What stands at a hit; undefined where it is no form of the value. */
function readHit(data: Buffer, start: number, end: number, spelling: Spelling, value: Value): ReadHit | undefined {
  const { kind, raw } = spelling;
  if (kind === 'base64' || kind === 'hex') {
    const decoded = verifyEncoded(data, start, end, spelling, withoutEdges(Buffer.from(value.text)));
    // Signs of letters are too many to come about by chance; those of digits may be a list of numbers, encoded.
    return decoded && { ...decoded, encoding: kind, isEncoded: /[A-Za-z]/.test(value.text) };
  }
  const isAlone = standsAlone(data, start, end);
  if (kind === 'text') {
    const shape = shapeOf(data, start, end, withoutEdges(Buffer.from(raw, 'latin1')));
    return shape && { shape, encoding: encodingOf(data, start, end, shape), isAlone, isEncoded: false };
  }
  if (end - start > raw.length) return undefined;
  return { shape: 'exact', encoding: kind, isAlone, isEncoded: false };
}

function encodingOf(data: Buffer, start: number, end: number, shape: Shape): Encoding {
  if (data.subarray(start, end).includes(0)) return 'UTF-16';
  switch (shape) {
    case 'exact':
      return 'plain';
    case 'same separators':
      return 'other case';
    case 'same groups':
    case 'other groups':
      return 'other separators';
    case 'split':
      return 'split';
  }
}

/** From the first to the last sign that is searched for: a hit begins and ends with one. */
function withoutEdges(bytes: Buffer): Buffer {
  const isKept = (byte: number) => squeezed[byte] !== 0;
  return bytes.subarray(bytes.findIndex(isKept), bytes.findLastIndex(isKept) + 1);
}

function leakOf({ value, encoding, start }: Hit, way: readonly string[], view: View): Leak {
  const { type, exchangeId } = value;
  return { type, encoding, way: [...way, ...view.way], offset: view.at + start, exchangeId };
}
