import { decodeFrame, encodeFrame } from '../../../mocks/ably/frame-codec.ts';
import type { Random } from '../../random/random.ts';
import { FuzzViolation } from '../fuzz-target.ts';
import { pushFrame } from '../push-frame.ts';

/** Reads a broken frame of the push channel: one that is read all the same can be written again, in either format. */
export function decodePush(random: Random): string {
  const format = random.pick(['json', 'msgpack'] as const);
  const message = decodeFrame(pushFrame(random, format), format);
  if (message === undefined) return 'refused';
  for (const other of ['json', 'msgpack'] as const) {
    try {
      encodeFrame(message, other);
    } catch (error) {
      throw new FuzzViolation(`it reads a frame of ${format} that cannot be written as ${other}: ${error}`);
    }
  }
  return 'read';
}
