import type { EntityType } from '../../entities/entity-type.ts';

/** A place in a body that the plan fills with a value of this type and remembers. */
export interface Planting {
  readonly plant: EntityType;
}

/** Shorthand for a place to plant a value. */
export function plant(type: EntityType): Planting {
  return { plant: type };
}

export type JsonDraft =
  | string
  | number
  | boolean
  | null
  | Planting
  | readonly JsonDraft[]
  | { readonly [name: string]: JsonDraft | undefined };

/** A body before its values are drawn. Fields that are undefined are left out. */
export type BodyDraft =
  | { readonly kind: 'json'; readonly root: { readonly [name: string]: JsonDraft | undefined } }
  | { readonly kind: 'form'; readonly fields: Readonly<Record<string, string | Planting | undefined>> }
  | { readonly kind: 'text'; readonly parts: readonly (string | Planting)[] };

export function isPlanting(draft: unknown): draft is Planting {
  return typeof draft === 'object' && draft !== null && 'plant' in draft;
}
