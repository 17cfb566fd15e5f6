/**
 * What a pod's process and the harness say to each other on the control connection: JSON, one message a line. The first
 * line, `{"token":…}`, names the pod, every further one is a `ControlRequest`; an answer carries the `id` of its request.
 * A connection that closes takes the listeners registered on it with it.
 */
export type ControlRequest =
  /** Addresses of a name. */
  | { readonly op: 'resolve'; readonly name: string }
  /** Real port behind a name or address and a port. */
  | { readonly op: 'route'; readonly host: string; readonly port: number }
  /** Registers a real port under a virtual one; 0 asks for any. `loopback`: reachable on 127.0.0.1 of the pod only. */
  | { readonly op: 'listen'; readonly port: number; readonly real: number; readonly loopback: boolean }
  /** Gives a virtual port back; has no answer. */
  | { readonly op: 'release'; readonly port: number };

/** Error codes as `errno` and `getaddrinfo` name them. */
type NetworkErrorCode =
  | 'ENOTFOUND'
  | 'EAI_AGAIN'
  | 'ETIMEDOUT'
  | 'ECONNREFUSED'
  | 'EHOSTUNREACH'
  | 'ENETUNREACH'
  | 'EADDRINUSE'
  | 'ENETDOWN';

export interface ControlAnswer {
  readonly error?: NetworkErrorCode;
  /** Of `resolve`; of `route` the one address that was chosen. */
  readonly addresses?: readonly string[];
  /** Of `route` the real port, of `listen` the virtual one. */
  readonly port?: number;
}

export type Identified<T> = T & { readonly id: number };

/** Variable that holds a `PodSettings` as JSON. */
export const settingsVariable = 'POD_NETWORK';

export interface PodSettings {
  /** Loopback port of the control server. */
  readonly control: number;
  readonly token: string;
  readonly ip: string;
  /** What `os.hostname()` shall say. */
  readonly hostname: string;
}
