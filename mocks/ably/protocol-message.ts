/** Actions of Ably's realtime protocol, by the numbers that stand on the wire. */
export const action = {
  heartbeat: 0,
  ack: 1,
  nack: 2,
  connected: 4,
  disconnected: 6,
  close: 7,
  closed: 8,
  error: 9,
  attach: 10,
  attached: 11,
  detach: 12,
  detached: 13,
  presence: 14,
  message: 15,
  auth: 17,
} as const;

/** Flags of `ATTACHED`: nothing was lost since the serial that the client named; what its key lets it do there. */
export const flags = { resumed: 1 << 2, publish: 1 << 17, subscribe: 1 << 18 } as const;

export interface AblyError {
  readonly code: number;
  readonly statusCode: number;
  readonly message: string;
}

/** One event of a channel. `data` is text, bytes or nothing; `encoding` says how to read it. */
export interface AblyMessage {
  readonly id?: string;
  readonly name?: string;
  readonly data?: unknown;
  readonly encoding?: string;
}

/** A frame in either direction, as far as it is used here; what a client sends is read field by field. */
export interface ProtocolMessage {
  readonly action: number;
  readonly id?: string;
  readonly channel?: string;
  readonly channelSerial?: string;
  readonly connectionId?: string;
  readonly connectionKey?: string;
  /** Counts the messages of a connection, in protocol 1.2 only. */
  readonly connectionSerial?: number;
  readonly connectionDetails?: Readonly<Record<string, string | number>>;
  readonly msgSerial?: number;
  readonly count?: number;
  readonly flags?: number;
  /** Milliseconds since the epoch. */
  readonly timestamp?: number;
  readonly error?: AblyError;
  readonly messages?: readonly AblyMessage[];
}
