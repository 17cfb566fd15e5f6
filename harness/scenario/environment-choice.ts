import type { NodeOptions } from '../environments/embedded/cluster/kubelet/node-object.ts';

/** Which images stand for the agents on real nodes. */
export interface AgentImages {
  /** `stand-in`: the harness's own under the manifests' names. `real`: pulled as the manifests name them. */
  readonly source: 'stand-in' | 'real';
  /** `--qtap-image`, `--qscan-image`: runs for every image of that agent instead. */
  readonly qtap: string | undefined;
  readonly qscan: string | undefined;
}

/** A cluster in this process, pods as child processes. */
export interface EmbeddedChoice {
  readonly name: 'embedded';
  readonly nodes: readonly NodeOptions[];
}

/** A kind cluster and LocalStack in containers. */
export interface KindChoice {
  readonly name: 'kind';
  /** Size of node that the manifests are made for; the overlay scales requests to the real one. */
  readonly declaredNode: Pick<NodeOptions, 'cpu' | 'memory'>;
  readonly agentImages: AgentImages;
  /** Keep the cluster for the next run, and use one that was kept. */
  readonly reuse: boolean;
  /** `--kind-image`, `--localstack-image`; undefined: the pinned ones. */
  readonly nodeImage: string | undefined;
  readonly localstackImage: string | undefined;
}

/** A cluster and a bucket that somebody has. */
export interface ExistingChoice {
  readonly name: 'existing';
  /** Of the kubeconfig; undefined: the current one. */
  readonly context: string | undefined;
  readonly bucket: string;
  /** Undefined: the manifests' own. */
  readonly namespace: string | undefined;
  readonly agentImages: AgentImages;
  /** Of a store that stands in for S3; undefined: S3 itself, in the snapshot's region. */
  readonly s3Endpoint: string | undefined;
  /** Where the cluster pulls the run's own images from, without tag: `registry.example/pii-harness`. */
  readonly standInImages: string;
  /** `--allow-production`: the context that is named like production and meant all the same. */
  readonly allowProduction: string | undefined;
  /** Show what would be applied, and end. */
  readonly dryRun: boolean;
}

/** Where a run takes place. Plain data. */
export type EnvironmentChoice = EmbeddedChoice | KindChoice | ExistingChoice;
