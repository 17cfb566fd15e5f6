import type { ValueSource } from './snapshot.ts';

/** The value behind a value source in a process with these variables; empty for an unset variable and an unknown type. */
export function resolveValue(
  source: ValueSource | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  if (source?.type === 'env') return environment[source.value] ?? '';
  return source?.type === 'text' ? source.value : '';
}
