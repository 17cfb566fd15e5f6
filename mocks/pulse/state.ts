import type { Caller } from '../../harness/edge/exchange.ts';
import type { Artifact } from '../proto/gen/qpoint/type/v1/artifact_pb.js';
import type { TokenRefusal } from '../serve/authenticate.ts';
import type { ObservedState } from '../serve/observed-state.ts';
import type { EventKind, IngestedEvent, Violation } from './event-intake.ts';
import type { Finding, ScanJob, ScanJobState, ScanReport } from './scan-job.ts';

/** Body of `PATCH /api/v1/heartbeat` (reference, pulse.md section 3). */
export interface Heartbeat {
  readonly orgId: string;
  readonly caller: Caller | undefined;
  /** Milliseconds, on Pulse's clock. */
  readonly at: number;
  readonly hostname: string | undefined;
  /** `starting`, `ready` or `stopped`. */
  readonly status: string | undefined;
  readonly instanceId: string | undefined;
}

/** A call that was refused for its token. */
export interface RefusedCall {
  /** `heartbeat`, or service and method as `qscan.v1.QscanSchedulerService/GetNextJob`. */
  readonly call: string;
  readonly refusal: TokenRefusal;
  readonly caller: Caller | undefined;
  readonly at: number;
}

/** What Pulse knows. All lists are in order of arrival. */
export interface PulseState extends ObservedState {
  /** Accepted events, of one kind or of all. */
  events(): readonly IngestedEvent[];
  events<Kind extends EventKind>(kind: Kind): readonly IngestedEvent<Kind>[];
  /** Artifact records, whatever their type. */
  artifacts(): readonly Artifact[];
  jobs(state?: ScanJobState): readonly ScanJob[];
  /** Every report, also those that did not count: see their `standing`. */
  reports(): readonly ScanReport[];
  /** Findings of the reports that count. */
  findings(): readonly Finding[];
  heartbeats(): readonly Heartbeat[];
  refusals(): readonly RefusedCall[];
  violations(): readonly Violation[];
  /** Calls of `GetNextJob` that were accepted, with or without a job. */
  polls(): number;
}
