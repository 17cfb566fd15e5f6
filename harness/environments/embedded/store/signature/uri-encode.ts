/** Percent-encodes all but `A-Z a-z 0-9 - . _ ~`, as SigV4 demands. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `uriEncode` that leaves slashes alone: the canonical form of an S3 path, which is encoded once only. */
export function uriEncodePath(path: string): string {
  return uriEncode(path).replaceAll('%2F', '/');
}
