/** A protobuf that cannot be read. */
export class ProtobufError extends Error {}

export type WireValue = bigint | Buffer;

/** The fields of a message, in order: varints and fixed-width values as numbers, the rest as bytes. Throws ProtobufError. */
export function* readFields(message: Buffer): Generator<readonly [number: number, value: WireValue]> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) throw new ProtobufError('unexpected EOF');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new ProtobufError('integer overflow');
  };
  const bytes = (length: number): Buffer => {
    if (length > message.length - at) throw new ProtobufError('unexpected EOF');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = varint();
    const number = Number(tag >> 3n);
    if (number <= 0) throw new ProtobufError(`illegal tag ${number} (wire type ${tag & 7n})`);
    switch (tag & 7n) {
      case 0n:
        yield [number, varint()];
        break;
      case 1n:
        yield [number, bytes(8).readBigUInt64LE()];
        break;
      case 2n:
        yield [number, bytes(Number(varint()))];
        break;
      case 5n:
        yield [number, BigInt(bytes(4).readUInt32LE())];
        break;
      default:
        throw new ProtobufError(`illegal wireType ${tag & 7n}`);
    }
  }
}
