import type { EntityType } from '../../../harness/entities/entity-type.ts';
import type { Finding } from '../detection/finding.ts';

/** What a scanner thread is asked. */
export interface ScanRequest {
  readonly id: number;
  readonly object: Uint8Array;
  /** Types to report; undefined: all. */
  readonly types: readonly EntityType[] | undefined;
  /** Types whose values the findings document may hold. */
  readonly valuesOf: readonly EntityType[];
}

/** A finding with its value where a monitor asks for it to be recorded; for the findings document alone. */
export interface RecordableFinding extends Finding {
  readonly value: string | undefined;
}

export interface ScanResult {
  readonly method: string;
  /** Without query, unless it was stored as Qtap writes one, with `%3F`: then it stays in the path (reference, qtap-plugins.md). */
  readonly path: string;
  readonly findings: readonly RecordableFinding[];
  /** Which body met which limit; undefined: all was read. */
  readonly incomplete: string | undefined;
  readonly milliseconds: number;
}

/** What a scanner thread says: once that its models are loaded, then an answer per request. */
export type ScannerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly id: number; readonly result: ScanResult }
  | { readonly kind: 'failed'; readonly id: number; readonly problem: string };
