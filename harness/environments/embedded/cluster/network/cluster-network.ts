import type { Socket } from 'node:net';
import type { BlockedConnection, EgressJudge } from './egress-judge.ts';

export interface PodIdentity {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly node: string;
}

/** A pod's place in the network: its address, and what a process needs to live there. */
export interface PodAttachment extends AsyncDisposable {
  /** Virtual address: of its own from the pod range, or the node's for a hostNetwork pod. */
  readonly ip: string;
  /** Variables that put a Node process (its workers and children too) into this network; to be added to the container's own. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface AttachOptions {
  readonly hostNetwork: boolean;
  /** `spec.hostAliases`: name → address. */
  readonly hostAliases: Readonly<Record<string, string>>;
  /** The pod's resolver is that of its node. Default: the cluster's. */
  readonly usesNodeResolver?: boolean;
  /** `spec.hostname`; by default the pod's name, or the node's for a hostNetwork pod. */
  readonly hostname?: string | undefined;
}

export interface ServiceRoute {
  readonly namespace: string;
  readonly name: string;
  readonly clusterIP: string;
  readonly ports: readonly {
    readonly port: number;
    readonly backends: readonly { readonly ip: string; readonly port: number }[];
  }[];
  /** Addresses of pods with names of their own below the Service's: `hostname` → addresses. */
  readonly hosts?: ReadonlyMap<string, readonly string[]>;
}

/** Takes a connection that a pod opened to an address outside the cluster (every external name resolves to `externalAddress`). */
export type ExternalConnection = (socket: Socket, from: { readonly pod: PodIdentity; readonly port: number }) => void;

/**
 * The pod network: a table of virtual addresses over ephemeral loopback ports. Pods, Services and the outside world have an
 * address and every port; a look-up, `connect` or `listen` in a pod goes through the table.
 */
export interface ClusterNetwork extends AsyncDisposable {
  /** Asked before a pod's connection or look-up; everything is allowed until one is set. */
  egressJudge: EgressJudge | undefined;
  /** The one address that every name outside the cluster resolves to. */
  readonly externalAddress: string;
  addNode(name: string): { readonly ip: string };
  attach(pod: PodIdentity, options: AttachOptions): Promise<PodAttachment>;
  /** Makes a real loopback port reachable under a virtual one of a node, for what runs in no pod. */
  publish(ip: string, port: number, real: number): void;
  setService(route: ServiceRoute): void;
  removeService(namespace: string, name: string): void;
  /**
   * Real loopback port behind a virtual one; undefined when nothing listens there. Follows Services. `fromWithin` also
   * finds what listens on the pod's own 127.0.0.1.
   */
  port(ip: string, port: number, fromWithin?: boolean): number | undefined;
}

export interface ClusterNetworkOptions {
  readonly externalConnection: ExternalConnection;
  /** Told of each connection or look-up that a policy keeps from a pod. */
  readonly onBlockedConnection?: ((blocked: BlockedConnection) => void) | undefined;
  /** Milliseconds to wait really for a time-out of `nominal` milliseconds; by default as many. */
  readonly timeout?: (nominal: number) => number;
}
