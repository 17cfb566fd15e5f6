const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A value that was read further: a string that is JSON, base64, …. `as` is the format's name. */
export interface ReadAs {
  readonly as: string;
}

export type PathSegment = string | number | ReadAs;

/**
 * Writes the path of a field in a body, JSONPath-like from `$` (reference, artifacts.md section 7).
 * JSON: `$.customer.emails[0]`, a name that is no identifier in brackets: `$['e-mail']`. Form: `$.name`. Text: `$`.
 * A string that was read further: `$.payload.json().mail`. `docs/detection.md` has the grammar of every format.
 */
export function fieldPath(segments: readonly PathSegment[]): string {
  return segments.reduce<string>((path, segment) => {
    if (typeof segment === 'number') return `${path}[${segment}]`;
    if (typeof segment === 'object') return `${path}.${segment.as}()`;
    if (identifier.test(segment)) return `${path}.${segment}`;
    return `${path}['${segment.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`;
  }, '$');
}
