import type { RunOptions } from '../../scenario/run-options.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { DeploymentInputs } from '../deployment-inputs.ts';
import { imageCatalog } from '../image-catalog.ts';
import type { PlatformBasis } from '../platform.ts';
import { prepareExisting } from './existing/prepare-existing.ts';
import { prepareEmbedded } from './prepare-embedded.ts';
import { prepareKind } from './prepare-kind.ts';
import type { PreparedEnvironment, StoreSetUp } from './prepared-environment.ts';

/** What an environment must know of a run. */
export interface EnvironmentNeeds {
  readonly options: RunOptions;
  readonly deployment: DeploymentInputs;
  readonly snapshot: Snapshot;
  readonly setUp: StoreSetUp;
  readonly signal: AbortSignal;
  /** Told what the environment is doing now. */
  readonly progress: (text: string) => void;
  /** Told what stays worth knowing. */
  readonly note: (text: string) => void;
}

/** The one place that knows which environments there are. */
export function chooseEnvironment(needs: EnvironmentNeeds, basis: PlatformBasis): PreparedEnvironment {
  const { options, setUp } = needs;
  const { environment, realTime, runDirectory } = options;
  switch (environment.name) {
    case 'embedded': {
      const images = imageCatalog(options.images);
      return prepareEmbedded({ runDirectory, realTime, nodes: environment.nodes, images, setUp }, basis);
    }
    case 'kind':
      return prepareKind(environment, needs, basis);
    case 'existing':
      return prepareExisting(environment, needs, basis);
  }
}
