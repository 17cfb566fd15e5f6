import type { SourcePosition } from '../errors/source-position.ts';

/** A Kubernetes object as JSON, of whatever kind. */
export interface ManifestObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name?: string;
    generateName?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

export type FieldSegments = readonly (string | number)[];

/** One object of a user's file, with the way back to its lines. */
export interface Manifest {
  readonly file: string;
  readonly object: ManifestObject;
  /** Where a field stands; of a field that is absent, its nearest ancestor that is there. */
  locate(path: FieldSegments): SourcePosition;
}
