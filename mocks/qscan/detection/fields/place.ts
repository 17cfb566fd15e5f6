import { fieldPath, type PathSegment } from '../../../../harness/entities/field-path.ts';
import type { TextField } from './text-field.ts';

/** Where a value stands: a chain up to the body itself, so that a place costs the same however deep it is. */
export interface Place {
  readonly parent: Place | undefined;
  readonly segment: PathSegment;
}

/** A field that knows its place, so that what it holds can be read further. */
export interface PlacedField extends TextField {
  readonly place: Place | undefined;
  /** What a part of a multipart body says of itself. */
  readonly contentType?: string | undefined;
}

/** The place of a name, an index or a reading below another place. */
export function below(parent: Place | undefined, segment: PathSegment): Place {
  return { parent, segment };
}

/** A field at a place; the names above it become its context. */
export function fieldAt(
  text: string,
  place: Place | undefined,
  wordsOf: (name: string) => readonly string[],
): PlacedField {
  const own = nearestName(place);
  const parent = nearestName(own?.parent);
  return {
    text,
    place,
    ownWords: own === undefined ? [] : wordsOf(own.segment as string),
    parentWords: parent === undefined ? [] : wordsOf(parent.segment as string),
    path: () => fieldPath(segments(place)),
  };
}

function nearestName(place: Place | undefined): Place | undefined {
  let at = place;
  while (at !== undefined && typeof at.segment !== 'string') at = at.parent;
  return at;
}

function segments(place: Place | undefined): PathSegment[] {
  const list: PathSegment[] = [];
  for (let at = place; at !== undefined; at = at.parent) list.push(at.segment);
  return list.reverse();
}
