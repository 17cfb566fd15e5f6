const held: Buffer[] = [];

/** Holds so many MiB for as long as the thread lives. They are written to: the system gives no memory for what is not. */
export function holdMemory(mebibytes: number): void {
  if (mebibytes > 0) held.push(Buffer.alloc(mebibytes * 2 ** 20, 1));
}
