import type { JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';

/** A request that a real API server refuses, or answers in a way that is easily got wrong. */
export interface Fault {
  readonly name: string;
  /** `{ns}` stands for a namespace with an immutable config map `fixed` in it. */
  readonly path: string;
  /** Text is sent as it stands. */
  readonly body: JsonObject | string;
  /** By default POST. */
  readonly method?: string;
  readonly contentType?: string;
}
