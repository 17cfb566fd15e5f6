import type { Duplex } from 'node:stream';

/** What the API server asks of the node on which a pod runs. The kubelet implements it. */
export interface NodeAgent {
  /**
   * Streams a container's log. Ends at the end of the log, with `follow` when the container ends or `signal` aborts.
   * Throws `ApiError` as Kubernetes does: unknown container, container still waiting, no previous instance.
   */
  logs(pod: { namespace: string; name: string }, options: LogOptions, signal: AbortSignal): AsyncIterable<Buffer>;
  /** Real loopback port behind a pod's own port, for the pod proxy; undefined when nothing listens. */
  port(pod: { namespace: string; name: string }, port: number): number | undefined;
  /** For one port-forward connection: leads to the pod that has the name now, and to no later one of that name. */
  portForward(pod: { namespace: string; name: string }): ForwardPort;
}

/**
 * Connects a stream with a port inside a pod, also one of its loopback address. Settles when the connection is over; rejects
 * with the container runtime's words when there is none, or it breaks.
 */
export type ForwardPort = (port: number, stream: Duplex) => Promise<void>;

export interface LogOptions {
  /** Undefined: the only container, or the one of annotation `kubectl.kubernetes.io/default-container`. */
  readonly container: string | undefined;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines: number | undefined;
  readonly sinceSeconds: number | undefined;
  readonly limitBytes: number | undefined;
}
