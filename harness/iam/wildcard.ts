/** One character of a pattern: itself, any one, or any run of them. */
export type PatternToken = { readonly literal: string } | 'one' | 'run';

/** Reads `*` and `?`; everything else stands for itself. */
export function readWildcards(text: string): PatternToken[] {
  return [...text].map((character) => (character === '*' ? 'run' : character === '?' ? 'one' : { literal: character }));
}

export function literally(text: string): PatternToken[] {
  return [...text].map((literal) => ({ literal }));
}

/**
 * Whether a text as a whole fits a pattern. It goes back to the last run only, so its time is at most the product of both
 * lengths; a regular expression of several runs takes time exponential in their number.
 */
export function fitsWildcards(tokens: readonly PatternToken[], text: string): boolean {
  const characters = [...text];
  let [at, token] = [0, 0];
  let run: { readonly token: number; at: number } | undefined;
  while (at < characters.length) {
    const expected = tokens[token];
    if (expected === 'run') {
      run = { token, at };
      token++;
    } else if (expected === 'one' || (typeof expected === 'object' && expected.literal === characters[at])) {
      at++;
      token++;
    } else if (run !== undefined) {
      run.at++;
      at = run.at;
      token = run.token + 1;
    } else {
      return false;
    }
  }
  return tokens.slice(token).every((rest) => rest === 'run');
}
