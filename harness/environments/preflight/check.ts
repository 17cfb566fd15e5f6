/** What was looked at before an environment is started, and how it was found. */
export interface Check {
  /** For people: `Docker`, `memory`, … */
  readonly name: string;
  /** `unknown`: it could not be looked at, or does not matter here; nothing is held against it. */
  readonly state: 'ok' | 'failed' | 'unknown';
  /** What was found, in a few words. */
  readonly found: string;
  /** What to do about a failed one, as a sentence's end: `start Docker`. */
  readonly remedy?: string;
}
