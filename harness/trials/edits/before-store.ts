import { parseDocument } from 'yaml';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { PipelineFiles } from '../../pipeline/read-files.ts';
import { qpointStore } from './qpoint-store.ts';

/**
 * Qplane still serves the environment as it was before its object store was set: with Qpoint's own storage, as a new account has it
 * (reference, artifacts.md section 6).
 */
export function beforeStore({ qplane }: Pipeline, { snapshotText, deployment }: PipelineFiles): void {
  const document = parseDocument(snapshotText);
  const prefix = document.has('config') ? ['config'] : [];
  document.setIn([...prefix, 'services', 'object_stores'], document.createNode([qpointStore]));
  qplane.state.setSnapshot(deployment.registrationToken, document.toString({ lineWidth: 0 }));
}
