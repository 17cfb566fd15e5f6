import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { type Artifact, ArtifactSchema } from '../../proto/gen/qpoint/type/v1/artifact_pb.js';
import { PIIEntitySchema } from '../../proto/gen/qpoint/type/v1/pii_entity_pb.js';
import { type SubmitJobReportRequest, SubmitJobReportRequestSchema } from '../../proto/gen/qscan/v1/scheduler_pb.js';
import type { ScanResult } from '../scan/scan-messages.ts';

/** The report of a scan that worked, possibly without a finding. `reported` is the record of its document, or the job's. */
export function successReport(
  scanId: string,
  job: Artifact,
  reported: Artifact,
  result: ScanResult,
  now: Date,
): SubmitJobReportRequest {
  const { connectionId, requestId, endpointId, vendorId, tags } = job;
  const piiEntities = result.findings.map(({ type, score, source, path, valueHash }) =>
    create(PIIEntitySchema, {
      timestamp: timestampFromDate(now),
      ...{ connectionId, requestId, endpointId, vendorId, tags },
      entityType: type,
      score,
      source,
      fieldPath: path,
      valueHash,
      requestMethod: result.method,
      requestPath: result.path,
    }),
  );
  return create(SubmitJobReportRequestSchema, {
    scanId,
    result: { result: { case: 'success', value: { artifact: reported, piiEntities } } },
  });
}

/** The report of a job that failed. */
export function errorReport(scanId: string, errorText: string): SubmitJobReportRequest {
  return create(SubmitJobReportRequestSchema, { scanId, result: { result: { case: 'error', value: { errorText } } } });
}

/** The record of a findings document that was stored. */
export function documentRecord(
  job: Artifact,
  stored: { type: string; digest: string; url: string },
  now: Date,
): Artifact {
  const { connectionId, requestId, endpointId, vendorId, tags } = job;
  return create(ArtifactSchema, {
    timestamp: timestampFromDate(now),
    ...{ connectionId, requestId, endpointId, vendorId, tags },
    ...stored,
  });
}
