import type { Duplex, Readable, Writable } from 'node:stream';

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
  /** For a command beside a container's own process. Throws in the kubelet's words when no such container runs. */
  exec(pod: { namespace: string; name: string }, container: string, command: readonly string[]): RunCommand;
  /** For the output of a container's own process from now on. Throws as `exec` does. */
  attach(pod: { namespace: string; name: string }, container: string): RunCommand;
}

/** What a client wants to be connected with; the others stay away. */
export interface CommandStreams {
  readonly stdin?: Readable | undefined;
  readonly stdout?: Writable | undefined;
  readonly stderr?: Writable | undefined;
}

/**
 * Runs with the client's streams until the process ends, or `signal` aborts because the client is gone. Settles with the exit
 * code; rejects with the container runtime's words when the process cannot be started.
 */
export type RunCommand = (streams: CommandStreams, signal: AbortSignal) => Promise<number>;

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
