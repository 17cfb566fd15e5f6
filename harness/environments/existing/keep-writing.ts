/** Milliseconds between two signs of life, which are changes of the record. */
export const beat = 3000;

/** Writes the last of what it is told, at once and again from time to time, one write at a time: those that wait share the next. */
export function keepWriting(
  write: (keys: readonly string[]) => Promise<unknown>,
  failed: (error: Error) => void | Promise<void>,
) {
  let last: readonly string[] = [];
  let writing: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  let stopped = false;
  const beating = setInterval(() => void enqueue(), beat).unref();
  async function writeNext(before: Promise<void>): Promise<void> {
    await before;
    next = undefined;
    if (!stopped) await write(last).then(() => undefined, failed);
  }
  function enqueue(): Promise<void> {
    if (next === undefined) {
      next = writeNext(writing);
      writing = next;
    }
    return next;
  }
  return {
    write(keys: readonly string[]): Promise<void> {
      last = keys;
      return enqueue();
    },
    async stop() {
      clearInterval(beating);
      stopped = true;
      await writing;
    },
  };
}
