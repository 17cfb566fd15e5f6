import { type EntityType, entityTypes } from '../../entities/entity-type.ts';
import type { EntitySpan } from '../entity-span.ts';
import type { TextComparison } from './compare-text.ts';

/** Counts of one type, or of all. */
export interface Counts {
  labelled: number;
  found: number;
  exact: number;
  overlap: number;
  /** Code points of labels, of findings, and of both. */
  labelledCharacters: number;
  foundCharacters: number;
  commonCharacters: number;
}

/** Adds up comparisons by type. */
export class Tally {
  readonly #counts = new Map<EntityType, Counts>();

  add({ labelled, found, exact, overlap }: TextComparison): void {
    for (const { type } of labelled) this.#of(type).labelled++;
    for (const { type } of found) this.#of(type).found++;
    for (const { type } of exact) this.#of(type).exact++;
    for (const { type } of overlap) this.#of(type).overlap++;
    for (const type of new Set([...labelled, ...found].map((span) => span.type))) {
      const marked = characters(labelled, type);
      const seen = characters(found, type);
      const counts = this.#of(type);
      counts.labelledCharacters += marked.size;
      counts.foundCharacters += seen.size;
      counts.commonCharacters += marked.intersection(seen).size;
    }
  }

  /** In the order of the guide's types; a type that was neither labelled nor found has none. */
  get types(): { readonly type: EntityType; readonly counts: Counts }[] {
    return entityTypes.flatMap((type) => {
      const counts = this.#counts.get(type);
      return counts === undefined ? [] : [{ type, counts }];
    });
  }

  /** Over all types: every span counts once, whatever its type. */
  get all(): Counts {
    return addUp([...this.#counts.values()]);
  }

  #of(type: EntityType): Counts {
    const counts = this.#counts.get(type) ?? addUp([]);
    this.#counts.set(type, counts);
    return counts;
  }
}

function addUp(list: readonly Counts[]): Counts {
  const sum = (key: keyof Counts) => list.reduce((total, counts) => total + counts[key], 0);
  return {
    labelled: sum('labelled'),
    found: sum('found'),
    exact: sum('exact'),
    overlap: sum('overlap'),
    labelledCharacters: sum('labelledCharacters'),
    foundCharacters: sum('foundCharacters'),
    commonCharacters: sum('commonCharacters'),
  };
}

function characters(spans: readonly EntitySpan[], type: EntityType): Set<number> {
  const set = new Set<number>();
  for (const { start, end } of spans.filter((span) => span.type === type)) {
    for (let at = start; at < end; at++) set.add(at);
  }
  return set;
}
