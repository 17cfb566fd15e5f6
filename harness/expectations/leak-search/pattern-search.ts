import { squeezed } from './squeeze.ts';

/** No pattern may be shorter, in signs. */
export const shortestPattern = 8;

/** Width of the window that is hashed. Only every other one of a text is looked at, so that each pattern has two of them. */
const width = 7;

const bitmapBits = 23;
const slotBits = 19;
/** Bytes that are squeezed at a time: what is worked on stays in the processor's cache. */
const blockSize = 32_768;
/** Windows of a pattern that are weighed against each other. */
const weighed = 6;

/** Calls back with the pattern and with where its first and behind where its last sign stand. */
export type OnHit = (pattern: number, start: number, end: number) => void;

/**
 * Finds any of many byte patterns in one pass, whatever their case and whatever separators stand between their signs (see
 * `squeezed`). A window of seven signs is hashed into a bitmap, and only what passes it is looked up and compared.
 */
export class PatternSearch {
  readonly #patterns: readonly string[];
  readonly #bitmap = new Uint8Array(2 ** (bitmapBits - 3));
  /** The first window of each slot, plus one, and the one after each, plus one. Windows 2n and 2n + 1 are of pattern n. */
  readonly #first = new Int32Array(2 ** slotBits);
  readonly #next: Int32Array;
  readonly #hashes: Int32Array;
  readonly #shared = new Uint16Array(2 ** slotBits);
  /** Where in a pattern the first of its windows begins; the other one begins a sign later. */
  readonly #at: Uint8Array;
  readonly #longest: number;

  /** Patterns are squeezed, of eight signs or more. */
  constructor(patterns: readonly string[]) {
    this.#patterns = patterns;
    this.#next = new Int32Array(patterns.length * 2);
    this.#hashes = new Int32Array(patterns.length * 2);
    this.#at = new Uint8Array(patterns.length);
    this.#longest = patterns.reduce((most, { length }) => Math.max(most, length), shortestPattern);
    for (const [pattern, signs] of patterns.entries()) this.#index(pattern, signs);
  }

  /** Calls back for all places where a pattern stands, overlapping ones too. */
  search(data: Uint8Array, onHit: OnHit): void {
    const longest = this.#longest;
    const kept = longest * 2;
    const size = Math.min(blockSize, data.length);
    const signs = new Uint8Array(size + kept + 1);
    const candidates = new Uint32Array((size + kept) / 2 + 1);
    /** Where in the data the first of the signs stands. */
    let origin = 0;
    let count = 0;
    let scanned = 0;
    for (let from = 0; from < data.length; from += size) {
      const to = Math.min(from + size, data.length);
      count = appendSigns(data, from, to, signs, count);
      // The last window ends with the last sign, or with one that is none behind it.
      signs[count] = 0;
      // A window that is not a pattern's last has to wait for the signs behind it.
      const until = to === data.length ? count : count - longest - 1;
      const found = scan(signs, scanned, until, this.#bitmap, candidates);
      this.#compare(candidates.subarray(0, found), { data, signs, count, origin }, onHit);
      if (until > scanned) scanned += (until - scanned + 1) & ~1;
      if (count > kept) {
        origin = placeBefore(data, to, kept);
        signs.copyWithin(0, count - kept, count);
        scanned -= count - kept;
        count = kept;
      }
    }
  }

  /** Of several windows the one that fewest patterns share, since many begin or end alike (`+1 415`, `.com`). */
  #index(pattern: number, signs: string): void {
    if (signs.length < shortestPattern) {
      throw new RangeError(`A pattern to search for takes ${shortestPattern} signs or more, not ${signs.length}.`);
    }
    const last = signs.length - shortestPattern;
    let at = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let step = 0; step < weighed && least > 0; step++) {
      const candidate = Math.min(254, Math.round((last * step) / (weighed - 1)));
      const shared = this.#sharing(signs, candidate) + this.#sharing(signs, candidate + 1);
      if (shared < least) [at, least] = [candidate, shared];
    }
    this.#at[pattern] = at;
    this.#enter(2 * pattern, windowHash(signs, at));
    this.#enter(2 * pattern + 1, windowHash(signs, at + 1));
  }

  #sharing(signs: string, at: number): number {
    return this.#shared[windowHash(signs, at) >>> (32 - slotBits)] ?? 0;
  }

  #enter(window: number, hashed: number): void {
    const slot = hashed >>> (32 - slotBits);
    this.#next[window] = this.#first[slot] ?? 0;
    this.#first[slot] = window + 1;
    this.#hashes[window] = hashed;
    this.#shared[slot] = Math.min(0xffff, (this.#shared[slot] ?? 0) + 1);
    const bit = hashed >>> (32 - bitmapBits);
    this.#bitmap[bit >>> 3] = (this.#bitmap[bit >>> 3] ?? 0) | (1 << (bit & 7));
  }

  /** `ends`: the signs with which windows end that may be a pattern's. */
  #compare(ends: Uint32Array, { data, signs, count, origin }: Block, onHit: OnHit): void {
    const [first, next, hashes] = [this.#first, this.#next, this.#hashes];
    for (let index = 0; index < ends.length; index++) {
      const from = (ends[index] as number) + 1 - width;
      if (from < 0) continue;
      const high = ((signs[from] as number) << 16) | ((signs[from + 1] as number) << 8) | (signs[from + 2] as number);
      const low =
        ((signs[from + 3] as number) << 24) |
        ((signs[from + 4] as number) << 16) |
        ((signs[from + 5] as number) << 8) |
        (signs[from + 6] as number);
      const hashed = hashOf(high, low);
      let window = (first[hashed >>> (32 - slotBits)] as number) - 1;
      for (; window >= 0; window = (next[window] as number) - 1) {
        if (hashes[window] !== hashed) continue;
        const pattern = window >> 1;
        const text = this.#patterns[pattern] ?? '';
        const start = from - (this.#at[pattern] ?? 0) - (window & 1);
        if (start < 0 || start + text.length > count || !matches(signs, start, text)) continue;
        const place = placeAfter(data, origin, start);
        onHit(pattern, place, placeAfter(data, place, text.length - 1) + 1);
      }
    }
  }
}

interface Block {
  readonly data: Uint8Array;
  readonly signs: Uint8Array;
  readonly count: number;
  readonly origin: number;
}

/** Appends what is left of the bytes, and says how many signs there are then. No branch: separators come at random. */
function appendSigns(data: Uint8Array, from: number, to: number, signs: Uint8Array, count: number): number {
  let end = count;
  for (let index = from; index < to; index++) {
    const byte = data[index] as number;
    signs[end] = squeezed[byte] as number;
    end = (end + (isKept[byte] as number)) | 0;
  }
  return end;
}

const isKept: Uint8Array = squeezed.map((sign) => (sign === 0 ? 0 : 1));

/** Where windows end that pass the bitmap; returns how many there are. */
function scan(signs: Uint8Array, from: number, until: number, bitmap: Uint8Array, candidates: Uint32Array): number {
  let found = 0;
  let high = 0;
  let low = 0;
  for (let index = Math.max(0, from - 8); index < from; index++) {
    high = (high << 8) | (low >>> 24);
    low = (low << 8) | (signs[index] as number);
  }
  for (let index = from; index < until; index += 2) {
    high = ((high << 16) | (low >>> 16)) & 0xffffff;
    low = (low << 16) | ((signs[index] as number) << 8) | (signs[index + 1] as number);
    const bit = (Math.imul(high, factorHigh) ^ Math.imul(low, factorLow)) >>> (32 - bitmapBits);
    if (((bitmap[bit >>> 3] as number) & (1 << (bit & 7))) !== 0) {
      candidates[found] = index + 1;
      found = (found + 1) | 0;
    }
  }
  return found;
}

/** Where the sign stands that comes `signs` later than the first one at or behind `from`. */
function placeAfter(data: Uint8Array, from: number, signs: number): number {
  let left = signs;
  for (let index = from; index < data.length; index++) {
    if (isKept[data[index] as number] === 0) continue;
    if (left === 0) return index;
    left--;
  }
  return data.length;
}

function placeBefore(data: Uint8Array, to: number, signs: number): number {
  let index = to;
  for (let left = signs; left > 0; ) if (isKept[data[--index] as number] === 1) left--;
  return index;
}

const factorHigh = 0x9e3779b1;
const factorLow = 0x85ebca6b;

function hashOf(high: number, low: number): number {
  return (Math.imul(high, factorHigh) ^ Math.imul(low, factorLow)) | 0;
}

function windowHash(signs: string, at: number): number {
  const code = (index: number) => signs.charCodeAt(at + index);
  const low = (code(3) << 24) | (code(4) << 16) | (code(5) << 8) | code(6);
  return hashOf((code(0) << 16) | (code(1) << 8) | code(2), low);
}

function matches(signs: Uint8Array, start: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) if (signs[start + index] !== text.charCodeAt(index)) return false;
  return true;
}
