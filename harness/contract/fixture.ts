/** Raised whenever a reader of the version before would misread a fixture. */
export const fixtureVersion = 1;

/**
 * A value without what it holds: a placeholder as `<string>`, the distinct shapes of a list's elements, or fields by name. What
 * stands in a placeholder behind its kind (`<enum DIRECTION_EGRESS>`) is a word of the contract itself.
 */
export type Shape = string | readonly Shape[] | { readonly [name: string]: Shape };

export interface BodyShape {
  /**
   * What it was read as. `frames` are gRPC's and those of Connect's streams, `unreadable` is what its own content type does not
   * describe, `too-long` what passed the recorder's limit.
   */
  readonly format: 'empty' | 'json' | 'yaml' | 'proto' | 'frames' | 'text' | 'bytes' | 'unreadable' | 'too-long';
  /** Of `json`, `yaml` and `proto` the shape, of `frames` the distinct shapes of their messages. */
  readonly shape?: Shape;
}

export type HeaderShapes = Readonly<Record<string, string>>;

export interface FixtureRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: HeaderShapes;
  readonly body: BodyShape;
}

export interface FixtureAnswer {
  readonly status: number;
  /** `ok` or a code of gRPC in Connect's spelling; absent for what is no RPC, and where the answer holds none. */
  readonly code?: string;
  readonly headers: HeaderShapes;
  readonly trailers: HeaderShapes;
  readonly body: BodyShape;
}

/** One exchange with the real Qplane or Pulse, without a value of it. */
export interface Fixture {
  readonly version: typeof fixtureVersion;
  readonly protocol: 'http/1.1' | 'h2';
  readonly request: FixtureRequest;
  readonly answer: FixtureAnswer;
  /** Who broke it off before the answer was complete. */
  readonly brokenBy?: 'client' | 'upstream';
}
