import type { Exchange } from '../edge/exchange.ts';
import type { SourcePosition } from '../errors/source-position.ts';
import type { SamplingDecision } from '../sampling/sampler.ts';
import type { CaptureLevel, ObjectStore, QscanSettings, RecordedPart, S3Store } from '../snapshot/snapshot.ts';
import type { TrafficPlan } from '../traffic/traffic-plan.ts';

/** What the run's snapshot asks for, defaults resolved; `snapshotEvidence` takes it from a snapshot. */
export interface SnapshotEvidence {
  /** Undefined: the stack in force has no qscan plugin whose settings decode. */
  readonly qscan: Pick<QscanSettings, 'sampling' | 'monitors' | 'recordDocument'> | undefined;
  /** Of http_capture; `none` where the stack has no such plugin, undefined where rules make it differ by exchange. */
  readonly captureLevel: CaptureLevel | undefined;
  /** Parts of exchanges that rules of detect_errors may store. */
  readonly recordedParts: ReadonlySet<RecordedPart>;
  /** The customer's own bucket: the first object store of type s3. */
  readonly bucket: Pick<S3Store, 'bucket' | 'endpoint' | 'region' | 'at'> | undefined;
  /** The store that the qscan plugin uses, which may be another. */
  readonly usedStore: Pick<ObjectStore, 'id' | 'type' | 'at'> | undefined;
  /** Where the stack in force stands. */
  readonly stackAt: SourcePosition;
}

/** An object in the bucket at the end of the run. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** When the store answered the upload, milliseconds since the epoch; undefined where nobody saw it. */
  readonly storedAt?: number | undefined;
  /** Type of the record that Pulse was sent of it; undefined where none came. */
  readonly announcedAs?: string | undefined;
}

/** An artifact record that Pulse took in (reference, pulse.md, `Artifact`). */
export interface ArtifactEvent {
  readonly type: string;
  readonly digest: string;
  readonly requestId: string;
  readonly summary: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch at which its request began. */
  readonly receivedAt: number;
}

/** A finding as it was reported (reference, pulse.md, `PIIEntity`). */
export interface Finding {
  readonly entityType: string;
  readonly source: string;
  readonly fieldPath: string;
  readonly valueHash: string;
  readonly requestId: string;
}

/** The report on one scan job. */
export interface ScanReport {
  readonly scanId: string;
  /** Digest of the artifact that the job was about. */
  readonly digest: string;
  /** Undefined: the scan succeeded. */
  readonly error?: string | undefined;
  readonly findings: readonly Finding[];
}

export interface PodLog {
  readonly pod: string;
  readonly container: string;
  readonly text: string;
}

export interface PodMetrics {
  readonly pod: string;
  /** Prometheus text format. */
  readonly text: string;
}

/** What the cluster tells of the run: pods with their status, or events, of a namespace. */
export interface ClusterObjects {
  /** `events of qpoint`. */
  readonly name: string;
  readonly json: string;
}

/** All that the expectations look at, collected when traffic has been sent and scanned. */
export interface Evidence {
  readonly snapshot: SnapshotEvidence;
  readonly plan: TrafficPlan;
  /** What the seeded model decides about each exchange of the plan, in the plan's order. */
  readonly decisions: readonly SamplingDecision[];
  readonly objects: readonly StoredObject[];
  readonly artifactEvents: readonly ArtifactEvent[];
  readonly reports: readonly ScanReport[];
  /** Of every Qtap pod of the run. */
  readonly qtapMetrics: readonly PodMetrics[];
  /** Of all other pods that have any. */
  readonly otherMetrics: readonly PodMetrics[];
  readonly logs: readonly PodLog[];
  readonly clusterObjects: readonly ClusterObjects[];
  /** What the Edge saw. */
  readonly exchanges: readonly Exchange[];
}
