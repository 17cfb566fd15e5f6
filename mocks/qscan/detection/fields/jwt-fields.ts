import { jwtParts } from '../packing/jwt-parts.ts';
import { jsonFields } from './json-fields.ts';
import { below, type Place, type PlacedField } from './place.ts';
import type { Reading } from './reading.ts';

/** Fields of a JSON Web Token's `header` and `payload`. Undefined: it is none. */
export function jwtFields(text: string, reading: Reading, root?: Place): PlacedField[] | undefined {
  const parts = jwtParts(text);
  if (parts === undefined) return undefined;
  const header = jsonFields(parts.header, reading, below(root, 'header'));
  const payload = jsonFields(parts.payload, reading, below(root, 'payload'));
  return header && payload && [...header, ...payload];
}
