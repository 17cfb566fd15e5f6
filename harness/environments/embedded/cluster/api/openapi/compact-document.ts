/** The generated file: what a real API server says of its kinds and their structure, without prose. */
export interface CompactDocument {
  readonly version: Readonly<Record<string, string>>;
  readonly resources: CompactResource[];
  readonly schemas: Readonly<Record<string, CompactSchema>>;
}

export interface CompactResource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources: CompactSubresource[];
}

export interface CompactSubresource {
  readonly name: string;
  readonly kind: string;
  /** Group and version of the kind, where they are not the resource's own. */
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
}

/** p: properties; s: the scalar that the schema is; r: required properties; o: optional scalars whose zero is a value; a: atomic; k: group, version and kind. */
export interface CompactSchema {
  p?: Record<string, CompactField>;
  s?: string;
  r?: readonly string[];
  o?: readonly string[];
  a?: 1;
  k?: readonly (readonly [string, string, string])[];
}

/**
 * A type: s string, t time, y bytes, i int32, l int64, d double, b boolean, o any object, * anything, q quantity,
 * I integer or string, #N the schema at position N, `[`type a list, `{`type a map. Beside it: d default, l list type,
 * k keys of a list of type map, a map type, ps patch strategy, pk patch merge key, g Go's name of the type where
 * it has one of its own, e the only values (g: of the items, for a list of strings;
 * e: of the items of a list, and of the values of a map).
 */
export type CompactField =
  | string
  | {
      readonly t: string;
      readonly d?: unknown;
      readonly l?: string;
      readonly k?: readonly string[];
      readonly a?: string;
      readonly ps?: string;
      readonly pk?: string;
      readonly g?: string;
      readonly e?: readonly string[];
    };
