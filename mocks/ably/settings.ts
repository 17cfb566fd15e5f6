/** What an Ably server announces of itself, and what it takes. Sources of the defaults: Ably's own client libraries and documentation. */
export interface AblySettings {
  /** Milliseconds for which a connection that broke can be resumed. Default 120 000. */
  readonly connectionStateTtl: number;
  /** Milliseconds within which every client hears something. Default 15 000. */
  readonly maxIdleInterval: number;
  /** Bytes of one frame. Default 65 536. */
  readonly maxFrameSize: number;
}

export const defaultAblySettings: AblySettings = {
  connectionStateTtl: 120_000,
  maxIdleInterval: 15_000,
  maxFrameSize: 65_536,
};
