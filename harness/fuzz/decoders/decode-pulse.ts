import { fromBinary, fromJsonString, type Message, toBinary } from '@bufbuild/protobuf';
import type { Random } from '../../random/random.ts';
import { FuzzViolation } from '../fuzz-target.ts';
import { mutate } from '../mutate.ts';
import { type SampleMessage, sampleMessages } from '../sample-messages.ts';

/** Reads a broken message of Pulse's: one that is read all the same can be written again. */
export function decodePulse(random: Random): string {
  const sample = random.pick(sampleMessages);
  const isBinary = random.chance(0.5);
  const frame = mutate(isBinary ? sample.binary : Buffer.from(sample.json), random);
  const message = read(sample, frame, isBinary);
  if (message === undefined) return 'refused';
  try {
    toBinary(sample.schema, message);
    return 'read';
  } catch (error) {
    throw new FuzzViolation(`it reads a ${sample.schema.typeName} that cannot be written again: ${error}`);
  }
}

function read({ schema }: SampleMessage, frame: Uint8Array, isBinary: boolean): Message | undefined {
  try {
    return isBinary ? fromBinary(schema, frame) : fromJsonString(schema, Buffer.from(frame).toString());
  } catch {
    return undefined;
  }
}
