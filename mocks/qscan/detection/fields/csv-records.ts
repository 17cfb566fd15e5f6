/**
 * Records of a CSV text (RFC 4180), cell by cell. A quote that is never closed takes the rest of the text: nothing is lost.
 * Takes linear time.
 */
export function* csvRecords(text: string, delimiter: string): Generator<string[]> {
  let at = 0;
  while (at < text.length) {
    const record: string[] = [];
    for (;;) {
      const { cell, end } = text[at] === '"' ? quotedCell(text, at, delimiter) : bareCell(text, at, delimiter);
      record.push(cell);
      at = end;
      if (text[at] !== delimiter) break;
      at++;
    }
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
    yield record;
  }
}

interface Cell {
  readonly cell: string;
  /** Offset of what ended it. */
  readonly end: number;
}

function bareCell(text: string, start: number, delimiter: string): Cell {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++;
  return { cell: text.slice(start, end), end };
}

function quotedCell(text: string, start: number, delimiter: string): Cell {
  let quote = text.indexOf('"', start + 1);
  while (quote !== -1 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2);
  const close = quote === -1 ? text.length : quote;
  const inside = text.slice(start + 1, close).replaceAll('""', '"');
  // What stands between the closing quote and the delimiter is no CSV, but it is text.
  const rest = bareCell(text, Math.min(close + 1, text.length), delimiter);
  return { cell: inside + rest.cell, end: rest.end };
}
