import type { Artifact } from '../../proto/gen/qpoint/type/v1/artifact_pb.js';
import type { ScanResult } from '../scan/scan-messages.ts';

/** The findings document as JSON bytes (reference, artifacts.md section 7). `value` stands only where a monitor asks for it. */
export function findingsDocument(artifact: Artifact, result: ScanResult, now: Date): Buffer {
  return Buffer.from(
    JSON.stringify({
      timestamp: now.toISOString(),
      request_id: artifact.requestId,
      endpoint_id: artifact.endpointId,
      request_method: result.method,
      request_path: result.path,
      entities: result.findings.map(({ type, score, source, path, valueHash, value }) => ({
        entity_type: type,
        score,
        entity_source: source,
        field_path: path,
        value_hash: valueHash,
        ...(value === undefined ? {} : { value }),
      })),
    }),
  );
}
