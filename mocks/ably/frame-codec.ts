import { decode, encode } from '@msgpack/msgpack';
import type { ProtocolMessage } from './protocol-message.ts';

/** More elements than a frame has bytes cannot be in it. */
const most = { maxArrayLength: 65_536, maxMapLength: 65_536 };

/** How deep an event's data may be: what is read shall be written again, in either format. */
const deepest = 32;

export type FrameFormat = 'json' | 'msgpack';

/** One protocol message as one WebSocket frame: text for JSON, bytes for MessagePack. */
export function encodeFrame(message: ProtocolMessage, format: FrameFormat): string | Uint8Array {
  return format === 'json' ? JSON.stringify(message) : encode(message, { ignoreUndefined: true });
}

/** Reads a frame; undefined when it is none of a protocol message. */
export function decodeFrame(frame: Uint8Array, format: FrameFormat): ProtocolMessage | undefined {
  let value: unknown;
  try {
    value =
      format === 'json' ? JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(frame)) : decode(frame, most);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('action' in value)) return undefined;
  return Number.isInteger(value.action) ? readMessage(value as Fields) : undefined;
}

type Fields = Readonly<Record<string, unknown>> & { readonly action: number };

/** Fields of another type than theirs are as if they were not there. */
function readMessage(fields: Fields): ProtocolMessage {
  const text = (name: string) => (typeof fields[name] === 'string' ? { [name]: fields[name] } : {});
  const number = (name: string) => (Number.isSafeInteger(fields[name]) ? { [name]: fields[name] } : {});
  const { messages } = fields;
  return {
    action: fields.action,
    ...text('id'),
    ...text('channel'),
    ...text('channelSerial'),
    ...number('msgSerial'),
    ...(Array.isArray(messages) && { messages: messages.map(readEvent) }),
  };
}

function readEvent(value: unknown) {
  const { id, name, data, encoding } = (typeof value === 'object' && value !== null ? value : {}) as Fields;
  return {
    ...(typeof id === 'string' && { id }),
    ...(typeof name === 'string' && { name }),
    ...(data !== undefined && data !== null && isShallow(data, deepest) && { data }),
    ...(typeof encoding === 'string' && { encoding }),
  };
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}
