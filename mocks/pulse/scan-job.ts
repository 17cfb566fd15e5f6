import type { Caller } from '../../harness/edge/exchange.ts';
import type { Artifact } from '../proto/gen/qpoint/type/v1/artifact_pb.js';
import type { PIIEntity } from '../proto/gen/qpoint/type/v1/pii_entity_pb.js';

/** `queued` waits for a poller, `leased` was handed out, `done` and `failed` were reported. */
export type ScanJobState = 'queued' | 'leased' | 'done' | 'failed';

/** A scan job that Pulse made of an artifact event. Live: its state moves on. */
export interface ScanJob {
  readonly scanId: string;
  readonly orgId: string;
  readonly artifact: Artifact;
  readonly state: ScanJobState;
  /** How often it was handed out; more than once after a lease ran out. */
  readonly deliveries: number;
  /** When the current lease began, on Pulse's clock, in milliseconds. */
  readonly leasedAt: number | undefined;
  readonly leasedTo: Caller | undefined;
}

/** One `SubmitJobReport` call. */
export interface ScanReport {
  readonly scanId: string;
  readonly orgId: string;
  /** Milliseconds, on Pulse's clock. */
  readonly at: number;
  readonly caller: Caller | undefined;
  /** `counted`: it decides its job. The others were journalled: for a job already reported, or for one never given out. */
  readonly standing: 'counted' | 'duplicate' | 'unknown-scan';
  readonly outcome: ScanOutcome;
}

export type ScanOutcome =
  | { readonly kind: 'success'; readonly artifact: Artifact | undefined; readonly findings: readonly PIIEntity[] }
  | { readonly kind: 'error'; readonly errorText: string };

/** A finding of a counted report, with the job that it is about. */
export interface Finding {
  readonly job: ScanJob;
  readonly entity: PIIEntity;
}
