import type { Edge } from '../../edge/edge.ts';
import type { ObjectStore } from '../../environments/embedded/store/object-store.ts';
import type { AccessKey, Environment } from '../../environments/environment.ts';

/** Takes S3 requests that come to the Edge. */
export type StoreFront = Pick<ObjectStore, 'handle'>;

/** Takes connections that pods open to the outside world. */
export type AcceptConnection = Edge['accept'];

/** An environment that has not been started: its store has a front already, because the Edge routes to it. */
export interface PreparedEnvironment {
  readonly store: StoreFront;
  /** Whether a registration token is good that is not the run's: where the agents have one that the harness may not read. */
  readonly acceptsToken?: (token: string) => boolean;
  /** Throws where it cannot be had; what was started by then is gone. */
  start(accept: AcceptConnection): Promise<Environment>;
}

/** What the customer has made at AWS before the agents come, by the setup guide. */
export interface StoreSetUp {
  readonly region: string;
  /** Names as the snapshot has them; one that S3 does not take makes no bucket, so that the agents meet what they would at AWS. */
  readonly buckets: readonly string[];
  /** The agents' user at IAM. */
  readonly user: string;
  /** The user's policy, JSON text, and the bucket that it is for. */
  readonly policies: readonly { readonly bucket: string; readonly document: string }[];
  /** A key of the user for an environment that issues none. */
  readonly ownKey: AccessKey | undefined;
  /** Keys of the user that the manifests' own Secrets hold. */
  readonly furtherKeys: readonly AccessKey[];
  /** What S3 takes for the time, milliseconds since the epoch; default: the machine's clock, which the nodes go by too. */
  readonly clock?: () => number;
}
