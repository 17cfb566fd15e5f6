import { hash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Artifact } from '../../proto/gen/qpoint/type/v1/artifact_pb.js';
import type { GetNextJobResponse, SubmitJobReportRequest } from '../../proto/gen/qscan/v1/scheduler_pb.js';
import type { Log } from '../log.ts';
import type { SchedulerClient } from '../pulse/scheduler-client.ts';
import { type Bucket, S3Error } from '../s3/bucket.ts';
import type { ScanResult } from '../scan/scan-messages.ts';
import { ScanError, type ScannerPool } from '../scan/scanner-pool.ts';
import type { Settings } from '../settings.ts';
import type { Metrics } from '../status/metrics.ts';
import { findingsDocument } from './findings-document.ts';
import { type Monitors, readMonitors } from './monitors.ts';
import { documentRecord, errorReport, successReport } from './report.ts';

export interface JobRunnerOptions {
  readonly bucket: Bucket;
  readonly scheduler: SchedulerClient;
  readonly pool: ScannerPool;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly settings: Settings;
  /** Milliseconds before a report that Pulse did not take is sent again. */
  readonly reportBackoff: number;
}

/** A job whose object is at hand: what is left needs a scanner. */
export interface FetchedJob {
  /** Scans, stores and reports. Never rejects: what goes wrong ends in an error report or a log line. */
  finish(): Promise<void>;
}

const reportAttempts = 3;

/** Does jobs in two steps, so that a poller can fetch the next object while a scanner is at work. */
export function createJobRunner({ bucket, scheduler, pool, metrics, log, settings, reportBackoff }: JobRunnerOptions) {
  async function fetch(artifact: Artifact): Promise<Buffer> {
    if (settings.objectFrom === 'url') return bucket.getUrl(artifact.url);
    if (artifact.digest === '') throw new S3Error("GetObject: the job's record has no digest");
    return bucket.get(artifact.digest);
  }

  async function store(artifact: Artifact, result: ScanResult, monitors: Monitors, now: Date): Promise<Artifact> {
    if (!monitors.recordDocument) return artifact;
    const document = findingsDocument(artifact, result, now);
    const digest = hash('sha1', document, 'hex');
    await bucket.put(digest, document);
    if (settings.reportedArtifact === 'job') return artifact;
    return documentRecord(artifact, { type: settings.findingsArtifactType, digest, url: bucket.url(digest) }, now);
  }

  async function scan(
    { scanId }: GetNextJobResponse,
    artifact: Artifact,
    object: Buffer,
  ): Promise<SubmitJobReportRequest> {
    const monitors = readMonitors(artifact.summary);
    const types = settings.dropUnmonitored ? monitors.types : undefined;
    const spills = settings.spill !== 'nothing';
    const result = await pool.scan({ object, types, valuesOf: spills ? monitors.types : monitors.valuesOf });
    metrics.scanned(
      result.milliseconds / 1000,
      object.length,
      result.findings.map(({ type }) => type),
    );
    if (result.incomplete !== undefined) {
      if (settings.incompleteScan === 'error') throw new ScanError(`not scanned completely: ${result.incomplete}`);
      log.warning('scan incomplete', { scan_id: scanId, reason: result.incomplete });
    }
    const now = new Date();
    const reported = await store(artifact, result, monitors, now);
    log.info('scan finished', {
      scan_id: scanId,
      findings: result.findings.length,
      scan_ms: Math.round(result.milliseconds),
      ...(settings.spill === 'log' && { values: result.findings.map(({ value }) => value).join(', ') }),
    });
    const report = successReport(scanId, artifact, reported, result, now);
    return settings.spill === 'report' ? withValues(report, result) : report;
  }

  async function submit(scanId: string, report: SubmitJobReportRequest): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await scheduler.submitJobReport(report);
        metrics.jobDone(report.result?.result.case === 'error' ? 'error' : 'success');
        return;
      } catch (error) {
        log.error('report not accepted', { scan_id: scanId, attempt, error: (error as Error).message });
        if (attempt === reportAttempts) return;
        await wait(reportBackoff * 2 ** (attempt - 1));
      }
    }
  }

  return {
    /** Fetches a job's object. Never rejects: a fetch that failed is what `finish` reports. */
    async fetch(job: GetNextJobResponse): Promise<FetchedJob> {
      const inProgress = metrics.jobInProgress();
      const { artifact } = job;
      const object = artifact === undefined ? undefined : await fetch(artifact).catch((error: Error) => error);
      return {
        async finish() {
          using _ = inProgress;
          let report: SubmitJobReportRequest;
          try {
            if (artifact === undefined || object === undefined) throw new ScanError('the job has no artifact');
            if (object instanceof Error) throw object;
            report = await scan(job, artifact, object);
          } catch (error) {
            const text = errorText(error);
            log.error('scan failed', { scan_id: job.scanId, error: text });
            report = errorReport(job.scanId, text);
          }
          await submit(job.scanId, report);
        },
      };
    },
  };
}

/** What a worker does that breaks its word: each finding's value stands among its tags. */
function withValues(report: SubmitJobReportRequest, { findings }: ScanResult): SubmitJobReportRequest {
  const outcome = report.result?.result;
  if (outcome?.case !== 'success') return report;
  for (const [index, entity] of outcome.value.piiEntities.entries()) entity.tags.push(findings[index]?.value ?? '');
  return report;
}

/** Errors of our own say what went wrong without quoting a body; of any other only the name is safe to repeat. */
function errorText(error: unknown): string {
  if (error instanceof S3Error || error instanceof ScanError) return error.message;
  return `the worker failed: ${error instanceof Error ? error.name : 'unknown error'}`;
}
