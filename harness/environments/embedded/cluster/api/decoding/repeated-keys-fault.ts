import type { ParsedJson } from './parse-json.ts';

/** The keys that YAML has twice, as the one error that go-yaml makes of them. */
export function repeatedKeysFault({ repeatedKeys = [] }: ParsedJson): string[] {
  return repeatedKeys.length ? [`yaml: unmarshal errors:\n  ${repeatedKeys.join('\n  ')}`] : [];
}
