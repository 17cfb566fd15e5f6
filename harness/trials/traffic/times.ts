/** The same thing so many times, for a list. */
export function times<T>(count: number, each: T): T[] {
  return Array.from({ length: count }, () => each);
}
