import type { Json } from '../../../environments/embedded/cluster/api/objects/json.ts';

/**
 * A request and what of its answer counts. In path and body `{ns}` is the namespace of the group, and `{2.metadata.uid}`
 * a field of the answer to the third step.
 */
export interface CallStep {
  readonly method: string;
  readonly path: string;
  /** Text and bytes are sent as they stand. */
  readonly body?: Json | Buffer;
  /** By default JSON, where there is a body. */
  readonly contentType?: string;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly isAnonymous?: boolean;
  readonly keep?: Kept;
}

/**
 * What of an answer makes the outcome: `all` of it (the default), its `status` (for steps that only prepare), `all` of a
 * `refusal`, its `spec` (what controllers write is left out), its `owners` (managedFields as well), the names of a
 * list's `items`, a `table`, its `shape` (names and types of fields), or `nothing` (for steps that only tidy up).
 */
export type Kept =
  | 'all'
  | 'status'
  | 'refusal'
  | 'spec'
  | 'owners'
  | 'items'
  | 'table'
  | 'shape'
  | 'headers'
  | 'nothing';

/** A watch that is opened, and the events that it has brought when so many have come or it has ended. */
export interface WatchStep {
  /** Opens the watch under this name. */
  readonly watch: string;
  readonly path: string;
}

export interface EventsStep {
  readonly events: string;
  /** Reads so many events; `end` reads until the server ends the watch. */
  readonly count: number | 'end';
  readonly keep?: 'all' | 'names';
}

export type Step = CallStep | WatchStep | EventsStep;
