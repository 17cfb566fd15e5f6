/** Characters that Go's net/url leaves alone in a path (`shouldEscape`, mode `encodePath`). */
const unescaped = /[A-Za-z0-9\-_.~$&+,/:;=@]/;
/** Characters that an already escaped path may hold besides those and `%` (`validEncoded`). */
const validEncoded = /^[A-Za-z0-9\-_.~$&+,/:;=@!'()*[\]%]*$/;

/** The address of an exchange as plugins see it. */
export interface PluginUrl {
  /** As it stands in artifacts and events: the query string is part of the path, `?` is `%3F`. */
  readonly url: string;
  /** Authority with port, as sent. */
  readonly host: string;
  /** Decoded, with query string. */
  readonly path: string;
}

/**
 * Builds the address as Qtap does: scheme and authority, then the request's path with its query string joined on as a path.
 * Undefined without scheme, authority or path, or when an escape in the path is invalid. Source: reference, qtap-plugins.md,
 * "The URL that plugins see"; the joining follows Go's `URL.JoinPath` (inferred from that table).
 */
export function pluginUrl(scheme: string, authority: string, path: string): PluginUrl | undefined {
  if (scheme === '' || authority === '' || path === '') return undefined;
  const cleaned = clean(path);
  const decoded = decodePath(cleaned);
  if (decoded === undefined) return undefined;
  const escaped = validEncoded.test(cleaned) ? cleaned : encodePath(decoded);
  return { url: `${scheme}://${authority}${escaped}`, host: authority, path: decoded };
}

/** Go's `path.Join`: no empty, `.` or `..` segment, but a trailing slash stays. */
function clean(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  const joined = `/${kept.join('/')}`;
  return path.endsWith('/') && joined !== '/' ? `${joined}/` : joined;
}

function decodePath(path: string): string | undefined {
  if (!path.includes('%')) return path;
  if (/%(?![0-9A-Fa-f]{2})/.test(path)) return undefined;
  const bytes = path.replaceAll(/%([0-9A-Fa-f]{2})|[^%]+/g, (part, hex: string | undefined) =>
    hex === undefined ? Buffer.from(part).toString('latin1') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function encodePath(path: string): string {
  let escaped = '';
  for (const byte of Buffer.from(path)) {
    const character = String.fromCharCode(byte);
    const hex = byte.toString(16).toUpperCase().padStart(2, '0');
    escaped += byte < 0x80 && unescaped.test(character) ? character : `%${hex}`;
  }
  return escaped;
}
