import type { Limits } from '../limits.ts';
import { base64Bytes } from '../packing/base64-bytes.ts';
import { unpack } from '../packing/unpack.ts';
import { type Candidate, formats } from './formats.ts';
import { below, fieldAt, type Place, type PlacedField } from './place.ts';
import { Reading } from './reading.ts';
import type { BodyFields } from './text-field.ts';

const beginsLikeFormat = /^(?:\s*[{[<-]|eyJ|bearer )/i;

/**
 * Takes a body apart by the first of `formats` that can read it, and each of its values again, which may be JSON in a string or a
 * token. What no format can read is one text with path `$`.
 */
export async function bodyFields(body: string, contentType: string | undefined, limits: Limits): Promise<BodyFields> {
  const reading = new Reading(limits);
  const text = body.length > limits.bodyLength ? body.slice(0, limits.bodyLength) : body;
  const whole = { ...fieldAt(text, undefined, reading.wordsOf), contentType };
  const fields: PlacedField[] = [];
  await takeApart(whole, 0, reading, fields);
  if (text.length < body.length) reading.stop(`longer than ${limits.bodyLength} characters`);
  return { fields, incomplete: reading.incomplete };
}

/** Adds what a field holds to `into`; `level` is 0 for the body, and counts the formats around it. */
async function takeApart(field: PlacedField, level: number, reading: Reading, into: PlacedField[]): Promise<void> {
  const values = await readFormat(field, level, reading);
  if (values === undefined) return takePacked(field, base64Bytes(field.text), level, reading, into);
  for (const value of values) {
    // Beyond a limit values are still read as they stand.
    const isOver = reading.incomplete !== undefined;
    if (!isOver && mayHaveFormat(value)) {
      await takeApart(value, level + 1, reading, into);
      continue;
    }
    const bytes = isOver ? undefined : base64Bytes(value.text);
    if (bytes === undefined) into.push(value);
    else await takePacked(value, bytes, level + 1, reading, into);
  }
}

async function readFormat(field: PlacedField, level: number, reading: Reading): Promise<PlacedField[] | undefined> {
  const { text, contentType, place } = field;
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  const isBody = level === 0;
  const name = typeof place?.segment === 'string' ? place.segment : undefined;
  const candidate: Candidate = { text, contentType, type, isBody, name };
  for (const format of formats) {
    if (!format.accepts(candidate, reading)) continue;
    if (!isBody && !(mayGoDeeper(level, reading) && reading.unpack(text.length))) return undefined;
    const values = await format.read(candidate, reading, isBody ? undefined : below(place, { as: format.name }));
    if (values !== undefined) return values;
  }
  return undefined;
}

/** Packed values stay fields as they are, too: to take a text for base64 may be a mistake. */
async function takePacked(
  field: PlacedField,
  bytes: Buffer | undefined,
  level: number,
  reading: Reading,
  into: PlacedField[],
): Promise<void> {
  into.push(field);
  const content = bytes && (await unpack(field.text, bytes, reading));
  if (content === undefined || !mayGoDeeper(level, reading)) return;
  const place = content.steps.reduce<Place | undefined>(below, field.place);
  const inner = { ...fieldAt(content.text, place, reading.wordsOf), contentType: content.contentType };
  await takeApart(inner, level + 1, reading, into);
}

function mayGoDeeper(level: number, reading: Reading): boolean {
  if (level < reading.limits.nesting) return true;
  reading.stop(`of more than ${reading.limits.nesting} formats inside each other`);
  return false;
}

/** Cheap filter in front of the formats: most values begin like a word. */
function mayHaveFormat({ text, contentType, place }: PlacedField): boolean {
  const first = text.charCodeAt(0);
  // A capital or a digit: most values.
  if (first >= 0x30 && first <= 0x5a && first !== 0x3c && first !== 0x42 && contentType === undefined) {
    return place?.segment === 'query';
  }
  return contentType !== undefined || place?.segment === 'query' || beginsLikeFormat.test(text);
}
