/**
 * Runs parts side by side. When one fails, the others are told to stop and waited for, so that nothing goes on behind whoever cleans
 * up; then its error is thrown, or the given signal's reason where that aborted.
 */
export async function sideBySide<const Parts extends readonly Promise<unknown>[]>(
  given: AbortSignal,
  start: (signal: AbortSignal) => Parts,
): Promise<{ -readonly [Index in keyof Parts]: Awaited<Parts[Index]> }> {
  const failed = new AbortController();
  const parts = start(AbortSignal.any([given, failed.signal]));
  for (const part of parts) part.catch((error: unknown) => failed.abort(error));
  await Promise.allSettled(parts);
  given.throwIfAborted();
  if (failed.signal.aborted) throw failed.signal.reason;
  return Promise.all(parts);
}
