import type { PluginUrl } from '../../../harness/sampling/plugin-url.ts';

/** Direction of a connection as events name it. */
export type Direction = 'ingress' | 'egress-internal' | 'egress-external';

/** The process at the node's end of a connection; unknown parts are empty. */
export interface CapturedProcess {
  readonly pid: number;
  readonly exe: string;
  readonly pod: string;
  readonly namespace: string;
  readonly container: string;
  readonly image: string;
  readonly tags: readonly string[];
}

/** A finished HTTP exchange as plugins see it: names of headers in lower case, HTTP/2's pseudo headers among them. */
export interface CapturedExchange {
  readonly requestId: string;
  readonly connectionId: string;
  /** Domain without port. */
  readonly endpointId: string;
  readonly direction: Direction;
  readonly process: CapturedProcess;
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly method: string;
  /** Undefined where no address can be made of scheme, authority and path. */
  readonly address: PluginUrl | undefined;
  readonly requestHeaders: ReadonlyMap<string, string>;
  readonly requestBody: Buffer;
  /** Undefined when no answer was seen. */
  readonly status: number | undefined;
  readonly responseHeaders: ReadonlyMap<string, string>;
  readonly responseBody: Buffer;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** By how many ms what sampling forgets with time is older than the machine's clock says; default 0. */
  readonly clockAhead?: number | undefined;
  /** Milliseconds to the response's headers. */
  readonly duration: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

/** A plugin of a stack, called once for each exchange when it ends. */
export interface Plugin {
  handle(exchange: CapturedExchange): void;
  /** Called once, when its configuration is replaced or the agent stops. */
  destroy?(): void;
}
