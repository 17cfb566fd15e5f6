/** What `npm run fuzz -- --help` prints. */
export const fuzzHelp = `Sends broken frames to all that takes frames from strangers: decoders by
themselves, and the Edge's port with Pulse and the push channel behind it, in a
process of its own. Red when one crashes it, hangs, or is answered with a code
that blames the server. (Over gRPC a message that cannot be parsed is "internal",
as gRPC's own table has it, and is counted apart.)

  npm run fuzz
  npm run fuzz -- --frames 1000000
  npm run fuzz -- grpc-socket --seed 7 --first 4711 --frames 1

Flags stand behind "--", or npm takes them for itself.

  pulse-decoder, push-decoder, grpc-socket, connect-socket, push-socket,
  raw-socket      targets (default: all, decoders with the larger share)
  --frames N      how many frames in all, up to 1,000,000 (default: 10,000)
  --seed N        the frames of another seed (default: 1), or "random"
  --first N       number of each target's first frame (default: 1): a frame has
                  the same bytes whenever it is sent
  --help          this text

Exit: 0 green, 1 red, 2 wrong use, 3 the Edge did not start, 130 interrupted.
`;
