import { type EntityType, entityTypes } from '../entities/entity-type.ts';

/**
 * The entity type that a misspelt monitor most likely means: `SSN` → `US_SSN`, `EMAIL` → `EMAIL_ADDRESS`,
 * `CREDITCARD` → `CREDIT_CARD`. Shared words count first, then letters to change; undefined where nothing is near.
 */
export function suggestEntityType(name: string): EntityType | undefined {
  const written = name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  const ranked = entityTypes
    .map((type) => ({ type, words: sharedWords(written, type), edits: editDistance(bare(written), bare(type)) }))
    .sort((one, other) => other.words - one.words || one.edits - other.edits);
  const [best] = ranked;
  if (!best) return undefined;
  const nearest = best.words > 0 ? best : ranked.reduce((least, each) => (each.edits < least.edits ? each : least));
  return nearest.words > 0 || nearest.edits <= Math.max(2, bare(nearest.type).length / 3) ? nearest.type : undefined;
}

function bare(name: string): string {
  return name.replaceAll('_', '');
}

/** Share of words that both names have, of all words of either. */
function sharedWords(one: string, other: string): number {
  const words = new Set(one.split('_').filter(Boolean));
  const others = new Set(other.split('_'));
  return words.intersection(others).size / words.union(others).size;
}

/** Levenshtein distance. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
