import type { LeakSearch } from './leak-search/leak-search.ts';

/** Text that an agent chose, for a verdict to show: nothing of it if a planted value stands in it. */
export function withhold(text: string, { holdsValue }: Pick<LeakSearch, 'holdsValue'>): string {
  return holdsValue(text) ? '(withheld: holds a planted value)' : text;
}
