import type { DetectedFinding } from '../../../mocks/qscan/detection/detector.ts';
import { type JsonPlaces, jsonPlaces } from '../reading/json-places.ts';
import type { TextRange } from '../text-range.ts';
import { encodedForm } from './encoded-form.ts';

type Found = Pick<DetectedFinding, 'path' | 'start' | 'end' | 'value'>;

/**
 * Where findings stand in the body as it was sent, in UTF-16 units. A finding tells its field and where in the decoded field it
 * stands: a text is its own field, fields of JSON have places; anything else is searched for from the finding before on, in
 * every spelling that a body may have. Undefined where the body does not spell the value.
 */
export function placeFindings(body: string, findings: readonly Found[]): (TextRange | undefined)[] {
  let json: JsonPlaces | undefined;
  let cursor = 0;
  const taken: TextRange[] = [];
  return findings.map((finding) => {
    if (finding.path !== '$') json ??= jsonPlaces(body);
    const place =
      inText(body, finding) ?? inJson(body, json, finding) ?? searched(body, finding.value(), cursor, taken);
    if (place === undefined) return undefined;
    taken.push(place);
    cursor = place.end;
    return place;
  });
}

function inText(body: string, { path, start, end, value }: Found): TextRange | undefined {
  return path === '$' && body.slice(start, end) === value() ? { start, end } : undefined;
}

function inJson(body: string, json: JsonPlaces | undefined, { path, start, end, value }: Found): TextRange | undefined {
  const field = json?.fault === undefined ? json?.values.get(path) : undefined;
  if (field === undefined) return undefined;
  const isString = body[field.start] === '"';
  const raw = isString ? body.slice(field.start + 1, field.end - 1) : body.slice(field.start, field.end);
  const from = field.start + (isString ? 1 : 0);
  const place = { start: from + rawOffset(raw, start), end: from + rawOffset(raw, end) };
  const spelled = body.slice(place.start, place.end);
  return (isString ? (JSON.parse(`"${spelled}"`) as string) : spelled) === value() ? place : undefined;
}

/** The offset in a JSON string's spelling of an offset in what it means: each escape stands for one unit. */
function rawOffset(raw: string, decoded: number): number {
  let at = 0;
  for (let unit = 0; unit < decoded; unit++) at += raw[at] !== '\\' ? 1 : raw[at + 1] === 'u' ? 6 : 2;
  return at;
}

/** The next spelling behind `cursor` that touches no letter or digit; else any that no finding has taken. */
function searched(body: string, value: string, cursor: number, taken: readonly TextRange[]): TextRange | undefined {
  const places = [...body.matchAll(encodedForm(value))]
    .map(({ 0: { length }, index }) => ({ start: index, end: index + length }))
    .filter((place) => !taken.some(({ start, end }) => start < place.end && place.start < end));
  const inWord = /[\p{L}\p{N}]/u;
  const alone = places.filter(({ start, end }) => !inWord.test(body[start - 1] ?? '') && !inWord.test(body[end] ?? ''));
  return (
    alone.find(({ start }) => start >= cursor) ?? alone[0] ?? places.find(({ start }) => start >= cursor) ?? places[0]
  );
}
