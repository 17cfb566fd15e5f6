import { decoderTarget } from '../decoder-target.ts';

/** The decoder of Pulse's messages. */
export const pulseDecoder = decoderTarget({
  name: 'pulse-decoder',
  what: "the decoder of Pulse's messages",
  share: 30,
});
