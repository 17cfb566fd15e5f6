import { decodeFrame } from '../../../mocks/ably/frame-codec.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { pushFrame } from './push-frames.ts';

/** The decoder of the push channel's frames, by itself. */
export const pushDecoder: FuzzTarget = {
  name: 'push-decoder',
  what: "the decoder of the push channel's frames",
  share: 30,
  atOnce: 1,
  open: async () => ({
    async send(random) {
      const format = random.pick(['json', 'msgpack'] as const);
      return decodeFrame(pushFrame(random, format), format) === undefined ? 'refused' : 'read';
    },
    [Symbol.asyncDispose]: async () => undefined,
  }),
};
