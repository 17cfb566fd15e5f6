import { decoderTarget } from '../decoder-target.ts';

/** The decoder of the push channel's frames. */
export const pushDecoder = decoderTarget({
  name: 'push-decoder',
  what: "the decoder of the push channel's frames",
  share: 30,
});
