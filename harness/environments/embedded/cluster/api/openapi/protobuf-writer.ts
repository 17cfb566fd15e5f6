/** Encodes a value as a field of a protobuf message, its tag included. */
export type Write = (field: number, value: unknown) => Buffer;

export function bytes(field: number, payload: Buffer): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(payload.length), payload]);
}

export const text: Write = (field, value) => bytes(field, Buffer.from(String(value)));

export const bool: Write = (field, value) => Buffer.concat([varint(field * 8), varint(value ? 1 : 0)]);

/** Whole numbers from 0. */
export const integer: Write = (field, value) => Buffer.concat([varint(field * 8), varint(Number(value))]);

export const double: Write = (field, value) => {
  const payload = Buffer.alloc(8);
  payload.writeDoubleLE(Number(value));
  return Buffer.concat([varint(field * 8 + 1), payload]);
};

/** gnostic's `Any`: YAML, of which JSON is a part. */
export const json: Write = (field, value) => bytes(field, text(2, JSON.stringify(value)));

/** A repeated field. */
export function each(write: Write): Write {
  return (field, values) => Buffer.concat((values as readonly unknown[]).map((value) => write(field, value)));
}

/** A repeated field of messages with a name and a value, from an object. */
export function entries(write: Write): Write {
  return (field, values) =>
    Buffer.concat(
      Object.entries(values as object).map(([name, value]) =>
        bytes(field, Buffer.concat([text(1, name), write(2, value)])),
      ),
    );
}

/** A message whose only field is `inner`. */
export function within(inner: number, write: Write): Write {
  return (field, value) => bytes(field, write(inner, value));
}

function varint(value: number): Buffer {
  const result: number[] = [];
  let rest = value;
  while (rest > 127) {
    result.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  result.push(rest);
  return Buffer.from(result);
}
