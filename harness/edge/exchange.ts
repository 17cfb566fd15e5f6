/** Who opened a connection to the Edge: a pod, or a client on the machine itself (`kubectl`, `aws`, a test). */
export interface Caller {
  readonly namespace: string;
  readonly pod: string;
  readonly node: string;
}

/** One request that the Edge saw and what became of it. Bodies are the bytes of the wire, before any decoding. */
export interface Exchange {
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Undefined for a client on the machine itself. */
  readonly caller: Caller | undefined;
  /** Host name without port, lower case: from `:authority` or `Host`, else SNI. */
  readonly host: string;
  readonly port: number;
  readonly protocol: 'http/1.1' | 'h2';
  /** Empty when no request came: see `failure`. */
  readonly method: string;
  /** Path with query, as sent. */
  readonly path: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: Buffer;
  /** Bytes of the request body that came; more than `requestBody.length` when the journal's limit cut it. */
  readonly requestBytes: number;
  /** Undefined while the answer is awaited, and for ever when the connection broke before it. */
  readonly status: number | undefined;
  readonly responseBytes: number;
  /** Name of the route that took it; undefined: the host is unknown and was refused. */
  readonly route: string | undefined;
  /** Name of the scenario's fault that struck it, before or after the route saw it. */
  readonly fault?: string | undefined;
  /** gRPC status number of the answer's trailers (or headers, without a body); undefined for anything but gRPC. */
  readonly grpcStatus?: string | undefined;
  /** One sentence on what broke below or beside HTTP: a TLS handshake, a malformed request, a connection lost, a route that threw. */
  readonly failure?: string | undefined;
}
