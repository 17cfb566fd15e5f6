import type { CustomKind } from '../custom-resources/custom-kind.ts';

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** What a body is expected to hold. */
export interface ExpectedKind {
  /** Set for a kind that a CustomResourceDefinition brought. */
  readonly custom?: CustomKind;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}
