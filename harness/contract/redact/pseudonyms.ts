type SecretKind = 'token' | 'key' | 'credential' | 'cookie';

/** Names for secrets: the same one for the same secret, so that a reader sees which are equal, and nothing else of them. */
export type Pseudonyms = (kind: SecretKind, secret: string) => string;

/** Numbers secrets by kind, as `<token 1>`, in the order in which they come. They are kept in memory, for one recording. */
export function createPseudonyms(): Pseudonyms {
  const known = new Map<string, string>();
  const counts = new Map<SecretKind, number>();
  return (kind, secret) => {
    const identity = `${kind} ${secret}`;
    const name = known.get(identity);
    if (name !== undefined) return name;
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    known.set(identity, `<${kind} ${number}>`);
    return `<${kind} ${number}>`;
  };
}
