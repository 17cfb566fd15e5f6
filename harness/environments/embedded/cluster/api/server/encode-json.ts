/** JSON as Go writes it: what HTML could read as its own is escaped, and only the form in one line ends with a line end. */
export function encodeJson(body: unknown, isIndented = false): string {
  const text = isIndented ? JSON.stringify(body, null, 2) : `${JSON.stringify(body)}\n`;
  return text.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
