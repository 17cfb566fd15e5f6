/** Classes that `letterCase` gives; the names above a text have the last. */
export const letterCases = 11;
/** The class of words of these names. */
export const nameCase = letterCases - 1;

/**
 * How a word is written: no letter, lower case, capitalised, all capitals, mixed, each glued to what stands before it or not.
 * The model's vocabulary knows lower case alone; this is where it sees capitals.
 */
export function letterCase(word: string, isGlued: boolean): number {
  return 2 * writing(word) + (isGlued ? 1 : 0);
}

function writing(text: string): number {
  if (!/\p{L}/u.test(text)) return 0;
  const lower = text.toLowerCase();
  if (text === lower) return /\p{Lo}/u.test(text) ? 2 : 1;
  const rest = text.slice((text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1);
  if (text === text.toUpperCase()) return rest === '' ? 2 : 3;
  return rest === rest.toLowerCase() ? 2 : 4;
}
