const placeholder = /^<(\w+)(?: (.*))?>$/s;

/** A placeholder's kind and the word behind it, if there is one; undefined for what is none. */
export function readPlaceholder(
  text: string,
): { readonly kind: string; readonly word: string | undefined } | undefined {
  const [, kind, word] = placeholder.exec(text) ?? [];
  return kind === undefined ? undefined : { kind, word };
}
