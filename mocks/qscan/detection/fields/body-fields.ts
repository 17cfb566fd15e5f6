import type { Limits } from '../limits.ts';
import { base64Bytes } from '../packing/base64-bytes.ts';
import { jwtsWithin } from '../packing/jwts-within.ts';
import { mayBeBase64 } from '../packing/may-be-base64.ts';
import { unpack } from '../packing/unpack.ts';
import { type Candidate, formats } from './formats.ts';
import { jwtFields } from './jwt-fields.ts';
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
  if (values === undefined) await takeText(field, level, reading, into);
  else await takeValues(values, level + 1, reading, into);
}

async function takeValues(
  values: readonly PlacedField[],
  level: number,
  reading: Reading,
  into: PlacedField[],
): Promise<void> {
  for (const value of values) {
    // Beyond a limit values are still read as they stand.
    if (reading.incomplete !== undefined) into.push(value);
    else if (mayHaveFormat(value)) await takeApart(value, level, reading, into);
    else if (mayHold(value.text)) await takeText(value, level, reading, into);
    else into.push(value);
  }
}

/** Cheap filter: most values are texts and no more, and wait for nothing. */
function mayHold(text: string): boolean {
  return text.includes('eyJ') || text.startsWith('data:') || mayBeBase64(text, 0);
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

/** A text, and what is packed in it. It stays a field as it is, too: to take it for base64 may be a mistake. */
async function takeText(field: PlacedField, level: number, reading: Reading, into: PlacedField[]): Promise<void> {
  into.push(field);
  for (const token of jwtsWithin(field.text)) {
    // A text that is one and no more was looked at before.
    if (token === field.text) continue;
    if (!mayGoDeeper(level, reading) || !reading.unpack(token.length)) return;
    const values = jwtFields(token, reading, below(field.place, { as: 'jwt' })) ?? [];
    await takeValues(values, level + 1, reading, into);
  }
  const bytes = base64Bytes(field.text);
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
