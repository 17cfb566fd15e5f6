import type { Code } from '@connectrpc/connect';

/**
 * What happens to a request instead of its answer, or on the way to it.
 *
 * `status`: answered so, without being handled. `rpc-error`: the same in the terms of the RPC protocol that the client speaks.
 * `latency`: handled only after `milliseconds`. `cut`: the whole connection breaks; at `request` before anybody handled it, at
 * `answer` after it took effect but before a byte of the answer, at `half` in the midst of the answer's body. `slow-body`:
 * handled, its answer drips. `wrong-message`: handled, and the answer's body is replaced by bytes that are no message.
 */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly contentType?: string; readonly body?: string }
  | { readonly kind: 'rpc-error'; readonly code: Code }
  | { readonly kind: 'latency'; readonly milliseconds: number }
  | { readonly kind: 'cut'; readonly at: 'request' | 'answer' | 'half' }
  | { readonly kind: 'slow-body'; readonly bytesPerSecond: number }
  | { readonly kind: 'wrong-message' };

/** Which requests a rule is about: those that have all that is given. */
export interface FaultPlace {
  /** Host name as the client asked for it, lower case. */
  readonly host?: string;
  /** Name of the Edge's route, as `pulse` or `object-store`: whatever name of it the client used. */
  readonly route?: string;
  /** Last part of an RPC's path, as `IngestBatch`. */
  readonly rpc?: string;
  readonly method?: string;
  /** Path without query. */
  readonly path?: RegExp;
}

/** When a rule strikes: all that is given must hold; nothing given: always. */
export interface FaultTime {
  /** Of the matching requests, from the first (0) to before `to`, in order of arrival. */
  readonly requests?: { readonly from: number; readonly to?: number };
  /** An outage: milliseconds since the rule was added, from `from` to before `to`. */
  readonly window?: { readonly from: number; readonly to: number };
  /** Of the requests that are left, this share (0 to 1), drawn by the plan's seed. Default 1. */
  readonly share?: number;
}

export interface FaultRule {
  /** Stands in the journal beside each exchange that it struck. */
  readonly name: string;
  readonly at: FaultPlace;
  readonly when?: FaultTime;
  readonly fault: Fault;
}
