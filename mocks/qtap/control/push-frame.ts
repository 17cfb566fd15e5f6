/** Actions of Ably's protocol that the client sends or acts upon. */
export const actions = { connected: 4, error: 9, attach: 10, attached: 11, message: 15 } as const;

/** What the client reads of a message in Ably's protocol. */
export interface Frame {
  readonly action: number;
  readonly channelSerial?: string;
  readonly connectionDetails?: {
    readonly connectionKey?: string;
    /** Milliseconds within which something comes. */
    readonly maxIdleInterval?: number;
  };
  readonly error?: { readonly message?: string };
  readonly messages?: readonly { readonly name?: string }[];
}

/** Reads a frame of text; undefined when it is no message. */
export function readFrame(data: unknown): Frame | undefined {
  try {
    const value = typeof data === 'string' ? (JSON.parse(data) as unknown) : undefined;
    return typeof value === 'object' && value !== null ? (value as Frame) : undefined;
  } catch {
    return undefined;
  }
}
