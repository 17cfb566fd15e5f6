import type { StructSchema } from '../openapi/schema.ts';
import type { Strategy } from '../registry/strategy.ts';
import type { Printer } from '../table/table.ts';
import type { JsonSchema } from './json-schema.ts';

/** Where a custom resource keeps what the `scale` sub-resource shows. */
export interface ScalePaths {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string;
}

/** What a version of a CustomResourceDefinition says of its kind. */
export interface CustomKind {
  readonly schema: JsonSchema;
  /** The same, as server-side apply needs it. */
  readonly structure: StructSchema;
  readonly strategy: Strategy;
  readonly printer: Printer;
  readonly scale: ScalePaths | undefined;
}
