const inWord = /[\p{L}\p{N}_]/u;

/** Whether no letter, digit or underscore touches the span, also not across one hyphen (`ORD-123-45-6789` is an order's number). */
export function standsAlone(text: string, start: number, end: number): boolean {
  return !touches(text[start - 1], text[start - 2]) && !touches(text[end], text[end + 1]);
}

function touches(next: string | undefined, beyond: string | undefined): boolean {
  if (next === undefined) return false;
  return inWord.test(next) || (next === '-' && beyond !== undefined && inWord.test(beyond));
}
