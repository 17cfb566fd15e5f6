import { csvRecords } from './csv-records.ts';
import { below, type Place, type PlacedField } from './place.ts';
import type { Reading } from './reading.ts';

const delimiters = [',', ';', '\t', '|'];
const nameLike = /^\p{L}[\p{L}\p{N} _./()#-]{0,39}$/u;
const plainName = /^\p{Ll}/u;

/**
 * Cells of a CSV or TSV body. Records are counted from 0, the one with the names too; a cell is called by its column's name, or
 * by its number where there is none. Names are no values: they are not read.
 */
export function csvFields(text: string, reading: Reading, root?: Place, contentType = ''): PlacedField[] {
  const fields: PlacedField[] = [];
  const delimiter = /^text\/tab-separated-values/i.test(contentType) ? '\t' : likelyDelimiter(text);
  const names = columnNames(text, delimiter, contentType);
  let index = 0;
  for (const record of csvRecords(text, delimiter)) {
    const row = below(root, index++);
    if (index === 1 && names.length > 0) continue;
    for (const [column, cell] of record.entries()) {
      if (!reading.add(fields, cell.trim(), below(row, names[column] ?? column))) return fields;
    }
  }
  return fields;
}

/** The one that the first line has most of. */
function likelyDelimiter(text: string): string {
  const line = text.slice(0, 4096).split(/\r?\n/, 1)[0] ?? '';
  const counts = delimiters.map((delimiter) => line.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
}

/**
 * Names of the columns, if the first record has them: the content type says so (RFC 4180, section 3), or each is like a name,
 * none comes twice, and they cannot be values: they begin in lower case, or in the second record something is like no name.
 */
function columnNames(text: string, delimiter: string, contentType: string): readonly string[] {
  const declared = /;\s*header\s*=\s*"?(present|absent)/i.exec(contentType)?.[1]?.toLowerCase();
  if (declared === 'absent') return [];
  const records = csvRecords(text, delimiter);
  const first = records.next().value?.map((cell: string) => cell.replace(/^\ufeff/, '').trim()) ?? [];
  if (declared === 'present') return first;
  const second: string[] | undefined = records.next().value;
  if (second === undefined || !first.every((cell: string) => nameLike.test(cell))) return [];
  if (new Set(first).size < first.length) return [];
  const isName = first.every((cell: string) => plainName.test(cell));
  return isName || second.some((cell) => cell !== '' && !nameLike.test(cell.trim())) ? first : [];
}
