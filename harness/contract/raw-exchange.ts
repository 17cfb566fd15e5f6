/** Bytes as they went over the wire. */
export interface RawBody {
  readonly bytes: Uint8Array;
  /** False: more came than was kept. */
  readonly whole: boolean;
}

export type RawHeaders = Readonly<Record<string, string | readonly string[]>>;

/** An exchange as it passed. It holds credentials and payloads: nothing but `redactExchange` may look at it. */
export interface RawExchange {
  readonly protocol: 'http/1.1' | 'h2';
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  readonly headers: RawHeaders;
  readonly body: RawBody;
  readonly answer: {
    readonly status: number;
    readonly headers: RawHeaders;
    readonly trailers: RawHeaders;
    readonly body: RawBody;
  };
  readonly brokenBy?: 'client' | 'upstream' | undefined;
}
