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
  | {
      readonly kind: 'form';
      readonly fields: Readonly<Record<string, string | Planting | undefined>>;
      /** Default `urlencoded`. */
      readonly as?: 'urlencoded' | 'multipart';
    }
  | {
      readonly kind: 'text';
      readonly parts: readonly (string | Planting)[];
      /** Default `text/plain; charset=utf-8`; empty: none. */
      readonly contentType?: string;
      /** How the text becomes bytes; default `utf-8`. */
      readonly as?: 'utf-8' | 'latin-1' | 'gzip';
      /** Default: `gzip` for what is compressed. */
      readonly contentEncoding?: string;
    };

export function isPlanting(draft: unknown): draft is Planting {
  return typeof draft === 'object' && draft !== null && 'plant' in draft;
}
