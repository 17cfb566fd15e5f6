/** A piece of text that a body holds, with the words of the names above it, which are context for what it means. */
export interface TextField {
  readonly text: string;
  /** Lower-case words of the field's own name: `homeCity` gives `home`, `city`. Empty for a text without a name. */
  readonly ownWords: readonly string[];
  /** Likewise, of the nearest name above it. */
  readonly parentWords: readonly string[];
  /** Written only for a field in which something was found: most fields hold nothing. */
  path(): string;
}

/** All fields of a body; `incomplete` says in a few words which limit ended the reading early. */
export interface BodyFields {
  readonly fields: readonly TextField[];
  readonly incomplete: string | undefined;
}
