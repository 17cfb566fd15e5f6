import type { User } from '../authentication/user.ts';
import type { FieldError } from '../objects/field-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';

/** What differs from kind to kind when an object is written. Functions that return nothing change the object given. */
export interface Strategy {
  /** Fills what the client left out, before admission and validation. */
  readonly setDefaults?: (object: KubeObject) => void;
  /** Sets what clients may not: status above all. */
  readonly prepareForCreate?: (object: KubeObject) => void;
  readonly prepareForUpdate?: (next: KubeObject, current: KubeObject) => void;
  readonly validate?: (object: KubeObject) => FieldError[];
  /** Its own rules say nothing of metadata: those are looked at only where nothing else is wrong. */
  readonly checksMetadataLast?: boolean;
  /** What holds for a new object only, beyond `validate`. */
  readonly validateCreate?: (object: KubeObject) => FieldError[];
  /** Called with `validate`'s findings already made; adds what only holds between two states. */
  readonly validateUpdate?: (next: KubeObject, current: KubeObject) => FieldError[];
  /** Part of the metadata whose changes count in `metadata.generation`, beside the specification's. */
  readonly countedMetadata?: 'annotations' | 'labels';
  /** Keep a deleted object until somebody has cleaned up after it. */
  readonly deletionFinalizers?: readonly string[];
  readonly warnings?: (object: KubeObject, current: KubeObject | undefined) => string[];
}

/** What a writer is and wants, beyond the object. */
export interface WriteContext {
  readonly dryRun?: boolean;
  /** Field manager of a write by a client; without it ownership is not recorded. */
  readonly manager?: string;
  /** The client on whose behalf; without it the cluster itself writes. */
  readonly user?: User;
  readonly subresource?: 'status' | 'scale';
  /** Warnings are added here, where the writer has an ear for them. */
  readonly warnings?: string[];
  /** Makes managedFields itself; else the write is recorded as an Update of `manager`. */
  readonly managesFields?: boolean;
  /** Made of the stored object: what names another uid changes it, rather than being meant for another object. */
  readonly isPatch?: boolean;
}
