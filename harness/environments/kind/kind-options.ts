import type { ImageRequest } from './images/image-role.ts';

/** What is prepared: images and a cluster that has them, one after the other, and the store side by side with them. */
export type KindPart = 'cluster' | 'store' | 'images';

/** Writes what nodes and LocalStack logged into a folder, without lines for which `holdsValue` holds, and answers with the files. */
export interface KindWitness {
  writeEvidence(folder: string, holdsValue: (text: string) => boolean): Promise<string[]>;
}

export interface KindOptions {
  readonly runId: string;
  /** The run's own folder. */
  readonly runDirectory: string;
  /** Take the kept cluster, and leave it for the next run. */
  readonly reuse: boolean;
  readonly images: readonly ImageRequest[];
  /** Instead of those of `pinnedImages`. */
  readonly nodeImage?: string | undefined;
  readonly localstackImage?: string | undefined;
  /** Of the object store. */
  readonly region: string;
  readonly progress: (part: KindPart, text: string) => void;
  /** Given what can tell why nothing was made, before what there is of it goes. */
  readonly rescue?: (half: KindWitness) => Promise<void>;
  readonly signal: AbortSignal;
}

/** What was started, or runs still. */
export interface StartedKind {
  readonly kubeconfigFile: string;
  /** URL of LocalStack, as this machine reaches it. */
  readonly endpoint: string;
  /** Id of LocalStack's container. */
  readonly localstack: string;
}

/** Measures how long a part takes. */
export type Timed = <T>(part: KindPart, work: Promise<T>) => Promise<T>;
