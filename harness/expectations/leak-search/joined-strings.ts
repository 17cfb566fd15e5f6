import { gunzipSync } from 'node:zlib';

const deepest = 12;

/**
 * All strings and byte fields of the messages in a body, one behind the other without what stands between them: tags, lengths,
 * numbers, the frames of gRPC and Connect. A value that was dealt out to several fields or messages stands in them in one
 * piece. Undefined: the bytes are no protobuf message, nor frames.
 */
export function joinedStrings(data: Buffer, limit: number): Buffer | undefined {
  const framed = frames(data, limit);
  const parts: Buffer[] = [];
  let isMessage = false;
  for (const message of framed ?? [data]) {
    const strings = message.length > 1 ? stringsOf(message, 0) : undefined;
    isMessage ||= strings !== undefined;
    parts.push(...(strings ?? [message]));
  }
  return isMessage || framed !== undefined ? Buffer.concat(parts) : undefined;
}

/** Messages of a stream (gRPC and Connect: a byte of flags, four of length); undefined where it is none. */
function frames(data: Buffer, limit: number): Buffer[] | undefined {
  const messages: Buffer[] = [];
  let left = limit;
  for (let at = 0; at < data.length; ) {
    if (at + 5 > data.length || (data[at] ?? 0) > 3) return undefined;
    const end = at + 5 + data.readUInt32BE(at + 1);
    if (end > data.length) return undefined;
    const message = opened(data.subarray(at + 5, end), ((data[at] ?? 0) & 1) === 1, left);
    left -= message.length;
    messages.push(message);
    at = end;
  }
  return messages;
}

function opened(message: Buffer, isPacked: boolean, limit: number): Buffer {
  if (!isPacked || message.length === 0) return message;
  try {
    return gunzipSync(message, { maxOutputLength: Math.max(1, limit) });
  } catch {
    // What could not be opened here is reported, or not packed at all, where contents are unpacked.
    return message;
  }
}

/** The length-delimited fields that are no messages themselves; undefined where the bytes do not read as a message. */
function stringsOf(data: Buffer, depth: number): Buffer[] | undefined {
  const strings: Buffer[] = [];
  const place = { at: 0 };
  while (place.at < data.length) {
    const tag = varint(data, place);
    if (tag === undefined || tag < 8) return undefined;
    switch (tag % 8) {
      case 0:
        if (varint(data, place) === undefined) return undefined;
        break;
      case 1:
        place.at += 8;
        break;
      case 5:
        place.at += 4;
        break;
      case 2: {
        const length = varint(data, place);
        if (length === undefined || place.at + length > data.length) return undefined;
        const field = data.subarray(place.at, place.at + length);
        const inner = depth < deepest && !isText(field) ? stringsOf(field, depth + 1) : undefined;
        strings.push(...(inner ?? [field]));
        place.at += length;
        break;
      }
      default:
        return undefined;
    }
    if (place.at > data.length) return undefined;
  }
  return strings;
}

/** Undefined: cut off, or longer than any length or tag is. */
function varint(data: Buffer, place: { at: number }): number | undefined {
  let value = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = data[place.at++];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  return undefined;
}

function isText(field: Buffer): boolean {
  return field.every((byte) => byte >= 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);
}
