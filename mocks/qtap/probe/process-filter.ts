import type { ProcessFilter } from '../../../harness/snapshot/snapshot.ts';

/** Whether `tap.filters.custom` keeps the HTTP traffic of an executable out (reference, qplane.md section 3). */
export function isFilteredOut(exe: string, filters: readonly ProcessFilter[]): boolean {
  return filters.some((filter) => matches(exe, filter) && (filter.only.length === 0 || covers(filter.only)));
}

function covers(only: readonly string[]): boolean {
  return only.includes('http') || only.includes('data');
}

function matches(exe: string, { exe: pattern, strategy }: ProcessFilter): boolean {
  switch (strategy) {
    case 'exact':
      return exe === pattern;
    case 'prefix':
      return exe.startsWith(pattern);
    case 'suffix':
      return exe.endsWith(pattern);
    case 'contains':
      return exe.includes(pattern);
    case 'regex':
      return matchesExpression(exe, pattern);
    default:
      return false;
  }
}

function matchesExpression(exe: string, pattern: string): boolean {
  try {
    return new RegExp(pattern).test(exe);
  } catch {
    return false;
  }
}
