const token = /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{4,}\.[\w-]*/g;

/** Signed JSON Web Tokens (RFC 7519) that stand somewhere in a longer text, as in a log line. */
export function jwtsWithin(text: string): readonly string[] {
  return text.includes('eyJ') ? (text.match(token) ?? []) : [];
}
