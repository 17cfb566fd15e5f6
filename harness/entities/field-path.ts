const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Writes the path of a field in a body, JSONPath-like from `$` (reference, artifacts.md section 7).
 * JSON: `$.customer.emails[0]`, a name that is no identifier in brackets: `$['e-mail']`. Form: `$.name`. Text: `$`.
 */
export function fieldPath(segments: readonly (string | number)[]): string {
  return segments.reduce<string>((path, segment) => {
    if (typeof segment === 'number') return `${path}[${segment}]`;
    if (identifier.test(segment)) return `${path}.${segment}`;
    return `${path}['${segment.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`;
  }, '$');
}
