import type { EnvironmentModel } from '../../mocks/qplane/model/environment-model.ts';
import { causeFailure } from '../diagnosis/cause-failure.ts';
import { saturatedAutoscaler } from '../diagnosis/saturated-autoscaler.ts';
import { readText } from '../manifests/read-text.ts';
import { fixture } from '../project-paths.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import { readSnapshot } from '../snapshot/read-snapshot.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { type DeploymentInputs, readDeployment } from './deployment-inputs.ts';
import { snapshotFile } from './snapshot-file.ts';

/** What a run is about: the user's manifests and snapshot, read and located. */
export interface PipelineFiles {
  readonly deployment: DeploymentInputs;
  readonly snapshot: Snapshot;
  /** As it stands in the file: what Qplane serves. */
  readonly snapshotText: string;
  /** What the snapshot was rendered from; undefined where it came from a file. */
  readonly model?: EnvironmentModel;
}

/**
 * Reads the files that the options name; `ownSnapshot` is the fixture that stands in where they name no snapshot. Throws
 * `InputError` with file, line and remedy, and `ScenarioFailure` for what no run would show and costs all the same.
 */
export async function readFiles(options: RunOptions, ownSnapshot?: string): Promise<PipelineFiles> {
  const file = snapshotFile(options, ownSnapshot);
  const snapshotText = await readText(file);
  const snapshot = readSnapshot(snapshotText, { file });
  const deployment = await readDeployment(options, fixture('secrets/secrets.yaml'));
  const saturated = saturatedAutoscaler(deployment.manifests, deployment.agents);
  if (saturated !== undefined) throw causeFailure(saturated);
  return { snapshotText, snapshot, deployment };
}
