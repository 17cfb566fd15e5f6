import { wrap } from './wrap.ts';

/** Columns of a report: the terminal's, 80 in a pipe, and never so many that a line is hard to follow. */
export function widthOf({ isTTY, columns }: { readonly isTTY: boolean; readonly columns: number | undefined }): number {
  return Math.min(isTTY ? columns || 80 : 80, 100);
}

/** A text with its first line beside a label, the others below it; `label` is as wide as it is shown. */
export function hanging(label: string, text: string, width: number): string[] {
  const room = Math.max(20, width - label.length);
  const [first = '', ...rest] = wrap(text, room);
  return [`${label}${first}`, ...rest.map((line) => `${' '.repeat(label.length)}${line}`)];
}
