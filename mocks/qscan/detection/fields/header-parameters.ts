const parameter = /;\s*([\w!#$&+.^`|~*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;\s]*))/g;

/** Parameters of a header such as `form-data; name="mail"` (RFC 9110, 5.6.6), names in lower case; `name*` is decoded (RFC 8187). */
export function headerParameters(header: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, bare = ''] of header.matchAll(parameter)) {
    const value = quoted === undefined ? bare : quoted.replaceAll(/\\(["\\])/g, '$1');
    if (name.endsWith('*')) parameters.set(name.slice(0, -1).toLowerCase(), decoded(value));
    else if (!parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), value);
  }
  return parameters;
}

function decoded(value: string): string {
  const text = value.replace(/^[^']*'[^']*'/, '');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
