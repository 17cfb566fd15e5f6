import type { ResourceScale } from './scale-requests.ts';

/** What the harness adds to every pod of the user's, and what it changes there. All of it is shown as a diff. */
export interface Overlay {
  /** ConfigMap in the pod's namespace that holds the run's CA under `ca.crt`. */
  readonly trustConfigMap: string;
  /** By what the agents divide the product's own durations. */
  readonly timeScale: number;
  /** Further variables of each container, by which a scenario sets what is unknown of a stand-in; absent: none. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Where an environment needs more than trust and clock; absent: nothing but additions. */
  readonly environment?: EnvironmentOverlay;
}

/** What an environment needs on a pod so that the pod meets there what it would meet elsewhere. */
export interface EnvironmentOverlay {
  /** Whether an image lies on the nodes already, so that a pull would only fail; absent: none does. */
  readonly isLoaded?: (image: string) => boolean;
  /** Whether an image runs as a program that only waits, so that a command of the user's is none of its own; absent: none. */
  readonly isIdle?: (image: string) => boolean;
  /** Another image for one, where nodes cannot be given images under the manifests' names; undefined: it stays. */
  readonly replaceImage?: (image: string) => string | undefined;
  /** On each pod, so that a run knows its own among those of others; absent: none. */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Declared node size against the real one; absent: requests stay as they are. */
  readonly resources?: ResourceScale;
  /** Whether probes ask more often, so that a spec's delays cost little real time. */
  readonly compressProbes?: boolean;
  /** Names that the pod shall find at an address; absent: the cluster's resolver does. */
  readonly hostAliases?: readonly { readonly ip: string; readonly hostnames: readonly string[] }[];
}
