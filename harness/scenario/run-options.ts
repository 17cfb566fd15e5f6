import type { EnvironmentChoice } from './environment-choice.ts';

/** What stands for an image that a manifest names. */
export type StandIn = 'qtap' | 'qscan' | 'idle';

/** `--image PATTERN=ROLE`: images whose name holds the pattern (`*` matches anything) run as that stand-in. */
export interface ImageRule {
  readonly pattern: string;
  readonly standIn: StandIn;
}

/** What the command line decides about a run. Plain data: it crosses from the CLI's thread to the scenario's. */
export interface RunOptions {
  readonly runId: string;
  readonly seed: number;
  /** Folder or file of Kubernetes objects. */
  readonly manifests: string;
  /** The user's; undefined: the scenario has one of its own. */
  readonly snapshot: string | undefined;
  /** Secret manifests beside those of the guide. */
  readonly secrets: string | undefined;
  readonly images: readonly ImageRule[];
  /** How many artifacts the traffic of `outages` makes. */
  readonly artifacts: number;
  readonly environment: EnvironmentChoice;
  /** True timing of probes and back-off. */
  readonly realTime: boolean;
  /** Keep the environment after the verdict, until interrupted. */
  readonly keep: boolean;
  /** Folder for what a red run leaves behind to look at; undefined: nothing is written. */
  readonly evidence: string | undefined;
  /** The run's own folder; the CLI makes it and removes it. */
  readonly runDirectory: string;
}
