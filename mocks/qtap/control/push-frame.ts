/** Actions of Ably's protocol that the client sends or acts upon. */
export const actions = { connected: 4, error: 9, attach: 10, attached: 11, message: 15 } as const;

/** What the client reads of a message in Ably's protocol. */
export interface Frame {
  readonly action: number;
  readonly channelSerial: string | undefined;
  readonly connectionKey: string | undefined;
  /** Milliseconds within which something comes. */
  readonly maxIdleInterval: number | undefined;
  /** Why the server refuses, or begins anew. */
  readonly error: string | undefined;
  /** Names of the events in it. */
  readonly events: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads a frame of text; undefined when it is no message. A field of another type than its own is as if it were not there. */
export function readFrame(data: unknown): Frame | undefined {
  let fields: Fields;
  try {
    fields = fieldsOf(typeof data === 'string' ? JSON.parse(data) : undefined);
  } catch {
    return undefined;
  }
  const { action, messages } = fields;
  if (typeof action !== 'number') return undefined;
  const details = fieldsOf(fields.connectionDetails);
  const events = Array.isArray(messages) ? messages.map((event) => textOf(fieldsOf(event).name)) : [];
  return {
    action,
    channelSerial: textOf(fields.channelSerial),
    connectionKey: textOf(details.connectionKey),
    maxIdleInterval: typeof details.maxIdleInterval === 'number' ? details.maxIdleInterval : undefined,
    error: fields.error === undefined ? undefined : (textOf(fieldsOf(fields.error).message) ?? 'refused'),
    events: events.filter((name) => name !== undefined),
  };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
