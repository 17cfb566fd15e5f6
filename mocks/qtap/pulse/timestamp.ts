/** A moment as `google.protobuf.Timestamp`; milliseconds since the epoch, by default now. */
export function timestamp(milliseconds = Date.now()): { seconds: bigint; nanos: number } {
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds: BigInt(seconds), nanos: Math.round((milliseconds - seconds * 1000) * 1e6) };
}
