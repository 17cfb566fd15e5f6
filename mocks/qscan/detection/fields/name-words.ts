const word = /\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{Lo}+|\p{N}+/gu;
const none: readonly string[] = [];

/** Splits names of fields into lower-case words (`driverLicense_no` → driver, license, no). One body repeats few names: they are kept. */
export function nameWords(): (name: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (name) => {
    const cached = known.get(name);
    if (cached !== undefined) return cached;
    const words = name.length > 128 ? none : (name.match(word) ?? none).map((part) => part.toLowerCase());
    if (known.size < 4096) known.set(name, words);
    return words;
  };
}
