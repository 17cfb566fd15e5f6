import type { TextField } from '../fields/text-field.ts';

/** A piece of a field, and where it begins in the field's text. */
export interface FieldPiece {
  readonly field: TextField;
  readonly offset: number;
}

/** Cuts long texts at spaces, so that a batch never grows with the length of a body. */
export function splitField(field: TextField, length: number): readonly FieldPiece[] {
  if (field.text.length <= length) return [{ field, offset: 0 }];
  const pieces: FieldPiece[] = [];
  for (let offset = 0; offset < field.text.length; ) {
    const limit = offset + length;
    const space = limit < field.text.length ? field.text.lastIndexOf(' ', limit) : -1;
    const end = space > offset ? space : limit;
    pieces.push({ field: { ...field, text: field.text.slice(offset, end) }, offset });
    offset = end;
  }
  return pieces;
}
