import { InputError } from '../../errors/input-error.ts';
import { codePointsBefore, sliceCodePoints } from '../code-points.ts';
import type { Label, LabelledText } from '../labelled-text.ts';
import { jsonPlaces } from './json-places.ts';

const shape = 'a list of {"full_text", "spans": [{"entity_type", "entity_value", "start_position", "end_position"}]}';

/**
 * Reads the common format of labelled sets, a JSON list of `{full_text, spans}`; further members are ignored.
 * `InputError` names file, line and remedy, and quotes nothing of a text.
 */
export function readSpanList(content: string, file: string): LabelledText[] {
  const refuse = (path: string, message: string): InputError => {
    const { values } = jsonPlaces(content);
    return new InputError(message, { file, line: lineOf(content, values.get(path)?.start ?? 0) });
  };
  let list: unknown;
  try {
    list = JSON.parse(content);
  } catch {
    const line = lineOf(content, jsonPlaces(content).fault ?? 0);
    throw new InputError(`this is no JSON from here on: a labelled set is ${shape}.`, { file, line });
  }
  if (!Array.isArray(list)) throw refuse('$', `a labelled set is ${shape}, not another value.`);
  if (list.length === 0) throw refuse('$', 'the set is empty: nothing would be measured.');
  return list.map((entry: unknown, index): LabelledText => {
    const path = `$[${index}]`;
    if (!isRecord(entry)) throw refuse(path, `each entry is an object; a labelled set is ${shape}.`);
    const { full_text: text, spans } = entry;
    if (typeof text !== 'string') throw refuse(path, 'the entry has no string "full_text": name its text so.');
    if (!Array.isArray(spans)) throw refuse(path, 'the entry has no list "spans": give an empty one for no labels.');
    return {
      text,
      labels: spans.map((span: unknown, at) =>
        labelOf(text, span, (message) => refuse(`${path}.spans[${at}]`, message)),
      ),
    };
  });
}

function labelOf(text: string, span: unknown, refuse: (message: string) => InputError): Label {
  if (!isRecord(span)) throw refuse('a span is an object with entity_type, start_position and end_position.');
  const { entity_type: name, entity_value: value, start_position: start, end_position: end } = span;
  if (typeof name !== 'string' || name === '') throw refuse('the span has no string "entity_type": name its type.');
  if (!isOffset(start) || !isOffset(end) || end <= start) {
    throw refuse('"start_position" and "end_position" are whole numbers from 0 on, the end behind the start.');
  }
  if (end > codePointsBefore(text, text.length)) {
    throw refuse(`the span ends behind its text, at ${end}: offsets count Unicode code points of full_text from 0.`);
  }
  if (value !== undefined && value !== sliceCodePoints(text, start, end)) {
    if (value === text.slice(start, end)) {
      throw refuse('the offsets count UTF-16 units: count Unicode code points, as Python does.');
    }
    throw refuse('"entity_value" is not what stands at these offsets: count code points from 0, the end exclusive.');
  }
  return { name, start, end };
}

function isOffset(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lineOf(content: string, offset: number): number {
  return content.slice(0, offset).split('\n').length;
}
