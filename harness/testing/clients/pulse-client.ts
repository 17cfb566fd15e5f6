/** What a client was told: an answer as proto-JSON, or a refusal by the name that Connect has for its code. */
export type PulseReply = { readonly answer: unknown } | { readonly code: string; readonly message: string };

export interface PulseCall {
  /** `package.Service/Method`. */
  readonly method: string;
  /** Proto-JSON; absent: an empty message. */
  readonly data?: string;
  /** Absent: the environment's own. */
  readonly token?: string;
}

export interface PulseClient {
  readonly name: string;
  call(call: PulseCall): Promise<PulseReply>;
}
