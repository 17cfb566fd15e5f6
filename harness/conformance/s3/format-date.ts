/** ISO 8601 basic, in whole seconds, as SigV4 writes a time. */
export function formatDate(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d+/g, '');
}
