/**
 * The name under which a node's containerd knows an image that a manifest names: with registry and tag, and without the tag
 * where there is a digest.
 * Source: github.com/distribution/reference, `ParseDockerRef`.
 */
export function nodeImageName(image: string): string {
  const [named = '', digest] = image.split('@');
  const slash = named.indexOf('/');
  const first = slash < 0 ? '' : named.slice(0, slash);
  const isRegistry = /[.:]/.test(first) || first === 'localhost';
  const path = isRegistry ? named : `docker.io/${slash < 0 ? 'library/' : ''}${named}`;
  const colon = path.lastIndexOf(':');
  const hasTag = colon > path.lastIndexOf('/');
  if (digest !== undefined) return `${hasTag ? path.slice(0, colon) : path}@${digest}`;
  return hasTag ? path : `${path}:latest`;
}
