/**
 * One thing that a client asks of a server, and what comes of it. Written once and run against any environment: the
 * outcome holds nothing that must differ between two runs (uids, times, resource versions, addresses).
 */
export interface ConformanceCase<Target> {
  /** Unique in its suite. */
  readonly name: string;
  /** What the target must have; the case is skipped where it has not. */
  readonly needs?: readonly 'nodes'[];
  /** Resolves to a JSON-able outcome: status, reason, message, shape of the body, effect. */
  run(target: Target): Promise<unknown>;
}
