/** How many code points stand before a UTF-16 offset. A broken pair counts as one. */
export function codePointsBefore(text: string, offset: number): number {
  return [...text.slice(0, offset)].length;
}

/** The part of a text between two offsets in code points. */
export function sliceCodePoints(text: string, start: number, end: number): string {
  return [...text].slice(start, end).join('');
}
