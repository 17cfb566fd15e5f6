const start = /^(?:bearer +)?eyJ/i;
const shape = /^(?:bearer +)?(eyJ[\w-]+)\.(eyJ[\w-]+)\.[\w-]*$/i;

/** Header and payload of a signed JSON Web Token (RFC 7519) as they are JSON, also behind `Bearer `. Undefined: it is none. */
export function jwtParts(text: string): { readonly header: string; readonly payload: string } | undefined {
  const [, header, payload] = (start.test(text) && shape.exec(text)) || [];
  if (header === undefined || payload === undefined) return undefined;
  return { header: Buffer.from(header, 'base64url').toString(), payload: Buffer.from(payload, 'base64url').toString() };
}
