import type { RunOptions } from '../../scenario/run-options.ts';
import type { Step } from '../../scenario/scenario-context.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { DeploymentInputs } from '../deployment-inputs.ts';
import { imageCatalog } from '../image-catalog.ts';
import type { PlatformBasis } from '../platform.ts';
import { prepareEmbedded } from './prepare-embedded.ts';
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
  /** Given what can tell of a start that failed, before it goes. */
  readonly rescue: Step['rescue'];
}

/** The one place that knows which environments there are. What real clusters need is read only for one: it takes a tenth of a second. */
export async function chooseEnvironment(needs: EnvironmentNeeds, basis: PlatformBasis): Promise<PreparedEnvironment> {
  const { options, setUp } = needs;
  const { environment, realTime, runDirectory } = options;
  switch (environment.name) {
    case 'embedded': {
      const images = imageCatalog(options.images);
      return prepareEmbedded({ runDirectory, realTime, nodes: environment.nodes, images, setUp }, basis);
    }
    case 'kind': {
      const { prepareKind } = await import('./prepare-kind.ts');
      return prepareKind(environment, needs, basis);
    }
    case 'existing': {
      const { prepareExisting } = await import('./existing/prepare-existing.ts');
      return prepareExisting(environment, needs, basis);
    }
  }
}
