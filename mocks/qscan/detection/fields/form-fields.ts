import { below, type Place, type PlacedField } from './place.ts';
import type { Reading } from './reading.ts';

/** Fields of an `application/x-www-form-urlencoded` body (WHATWG URL standard, section 5), values decoded. */
export function formFields(text: string, reading: Reading, root?: Place): PlacedField[] {
  const fields: PlacedField[] = [];
  for (const [name, value] of new URLSearchParams(text)) {
    if (!reading.add(fields, value, below(root, name))) break;
  }
  return fields;
}
