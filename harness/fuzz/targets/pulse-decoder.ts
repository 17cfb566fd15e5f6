import { fromBinary, fromJsonString, type Message, toBinary } from '@bufbuild/protobuf';
import { type FuzzTarget, FuzzViolation } from '../fuzz-target.ts';
import { mutate } from '../mutate.ts';
import { type SampleMessage, sampleMessages } from '../sample-messages.ts';

/** The decoder of Pulse's messages, by itself: a message that it reads can be written again. */
export const pulseDecoder: FuzzTarget = {
  name: 'pulse-decoder',
  what: "the decoder of Pulse's messages",
  share: 30,
  atOnce: 1,
  open: async () => ({
    async send(random) {
      const sample = random.pick(sampleMessages);
      const isBinary = random.chance(0.5);
      const frame = mutate(isBinary ? sample.binary : Buffer.from(sample.json), random);
      const message = read(sample, frame, isBinary);
      if (message === undefined) return 'refused';
      writeAgain(sample, message);
      return 'read';
    },
    [Symbol.asyncDispose]: async () => undefined,
  }),
};

function read({ schema }: SampleMessage, frame: Uint8Array, isBinary: boolean): Message | undefined {
  try {
    return isBinary ? fromBinary(schema, frame) : fromJsonString(schema, Buffer.from(frame).toString());
  } catch {
    return undefined;
  }
}

function writeAgain({ schema }: SampleMessage, message: Message): void {
  try {
    toBinary(schema, message);
  } catch (error) {
    throw new FuzzViolation(`it reads a ${schema.typeName} that cannot be written again: ${error}`);
  }
}
