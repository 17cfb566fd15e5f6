/** Width of the window that is hashed; no pattern may be shorter. */
export const shortestPattern = 6;

const bitmapBits = 22;

export interface PatternHit {
  /** Index of the pattern. */
  readonly pattern: number;
  readonly offset: number;
}

interface Indexed {
  readonly pattern: number;
  /** Where in the pattern its window begins. */
  readonly at: number;
}

/**
 * Finds any of many byte patterns in one pass: a window of six bytes is hashed into a bitmap, and only what passes it is
 * looked up and compared. Patterns are Latin-1 texts of at least six characters.
 */
export class PatternSearch {
  readonly #patterns: readonly string[];
  readonly #bitmap = new Uint8Array(2 ** (bitmapBits - 3));
  readonly #byWindow = new Map<number, Indexed[]>();

  constructor(patterns: readonly string[]) {
    this.#patterns = patterns;
    for (const [pattern, bytes] of patterns.entries()) this.#index(pattern, bytes);
  }

  /** All places where a pattern stands, overlapping ones too, by rising end of their windows. */
  search(data: Uint8Array): PatternHit[] {
    const hits: PatternHit[] = [];
    const bitmap = this.#bitmap;
    let high = 0;
    let low = 0;
    for (let end = 0; end < data.length; end++) {
      high = ((high << 8) | (low >>> 16)) & 0xffffff;
      low = ((low << 8) | (data[end] ?? 0)) & 0xffffff;
      const slot = slotOf(high, low);
      if (((bitmap[slot >>> 3] ?? 0) & (1 << (slot & 7))) === 0 || end < shortestPattern - 1) continue;
      this.#compare(data, end - shortestPattern + 1, high * 2 ** 24 + low, hits);
    }
    return hits;
  }

  /** Of three windows the one that fewest patterns share, since many begin or end alike (`+1 415`, `.com`). */
  #index(pattern: number, bytes: string): void {
    if (bytes.length < shortestPattern) {
      throw new RangeError(`A pattern to search for takes ${shortestPattern} bytes or more, not ${bytes.length}.`);
    }
    const last = bytes.length - shortestPattern;
    let best: { at: number; window: number; shared: Indexed[] | undefined } | undefined;
    for (const at of [last >> 1, last, 0]) {
      const window = windowOf(bytes, at);
      const shared = this.#byWindow.get(window);
      if (!best || (shared?.length ?? 0) < (best.shared?.length ?? 0)) best = { at, window, shared };
      if (!best.shared) break;
    }
    if (!best) return;
    if (best.shared) best.shared.push({ pattern, at: best.at });
    else this.#byWindow.set(best.window, [{ pattern, at: best.at }]);
    const slot = slotOf(Math.floor(best.window / 2 ** 24), best.window % 2 ** 24);
    this.#bitmap[slot >>> 3] = (this.#bitmap[slot >>> 3] ?? 0) | (1 << (slot & 7));
  }

  #compare(data: Uint8Array, start: number, window: number, hits: PatternHit[]): void {
    for (const { pattern, at } of this.#byWindow.get(window) ?? []) {
      const offset = start - at;
      if (matches(data, offset, this.#patterns[pattern] ?? '')) hits.push({ pattern, offset });
    }
  }
}

function slotOf(high: number, low: number): number {
  return ((Math.imul(high, 0x9e3779b1) ^ Math.imul(low, 0x85ebca6b)) >>> (32 - bitmapBits)) >>> 0;
}

function windowOf(bytes: string, at: number): number {
  let window = 0;
  for (let index = at; index < at + shortestPattern; index++) window = window * 256 + bytes.charCodeAt(index);
  return window;
}

function matches(data: Uint8Array, offset: number, bytes: string): boolean {
  if (offset < 0 || offset + bytes.length > data.length) return false;
  for (let index = 0; index < bytes.length; index++) if (data[offset + index] !== bytes.charCodeAt(index)) return false;
  return true;
}
