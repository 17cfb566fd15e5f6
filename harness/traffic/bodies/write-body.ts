import { gzipSync } from 'node:zlib';
import type { BodySource } from '../../entities/body-source.ts';
import { fieldPath } from '../../entities/field-path.ts';
import type { PlannedMessage, PlantedValue } from '../traffic-plan.ts';
import type { ValueSource } from '../values/value-source.ts';
import { type BodyDraft, isPlanting, type JsonDraft, type Planting } from './body-draft.ts';

type Plain = string | number | boolean | null | Plain[] | { [name: string]: Plain };

/** Draws the values of a draft, writes the body, and adds what it planted to `planted`, in the order of the body. */
export function writeBody(
  draft: BodyDraft,
  source: BodySource,
  nextValue: ValueSource,
  planted: PlantedValue[],
): PlannedMessage {
  const draw = ({ plant: type }: Planting, segments: readonly (string | number)[]) => {
    const value = nextValue(type);
    planted.push({ type, value, source, path: fieldPath(segments) });
    return value;
  };

  // One stack for the whole walk: a copy at every node costs more than all the rest of a plan.
  const trail: (string | number)[] = [];
  const at = (segment: string | number, node: JsonDraft): Plain => {
    trail.push(segment);
    const result = plain(node);
    trail.pop();
    return result;
  };
  const plain = (node: JsonDraft): Plain => {
    if (node === null || typeof node !== 'object') return node;
    if (isPlanting(node)) return draw(node, trail);
    if (Array.isArray(node)) return node.map((item: JsonDraft, index) => at(index, item));
    const result: { [name: string]: Plain } = {};
    for (const [name, child] of Object.entries(node)) {
      if (child !== undefined) result[name] = at(name, child);
    }
    return result;
  };

  switch (draft.kind) {
    case 'json':
      return { contentType: 'application/json', body: JSON.stringify(plain(draft.root)) };
    case 'form': {
      const form = new URLSearchParams();
      for (const [name, field] of Object.entries(draft.fields)) {
        if (field !== undefined) form.append(name, isPlanting(field) ? draw(field, [name]) : field);
      }
      if (draft.as === 'multipart') return multipart(form);
      return { contentType: 'application/x-www-form-urlencoded', body: form.toString() };
    }
    case 'text': {
      const { contentType = 'text/plain; charset=utf-8', as = 'utf-8', contentEncoding } = draft;
      const text = draft.parts.map((part) => (isPlanting(part) ? draw(part, []) : part)).join('');
      const message = { contentType, body: text, ...(contentEncoding !== undefined && { contentEncoding }) };
      if (as === 'gzip') return { contentEncoding: 'gzip', ...message, sent: gzipSync(text).toString('base64') };
      if (as === 'utf-8') return message;
      const bytes = Buffer.from(text, 'latin1');
      return { ...message, body: bytes.toString(), sent: bytes.toString('base64') };
    }
  }
}

/** No value of a plan holds a line break, so none can hold the boundary. */
const boundary = 'form-boundary-7f3a';

function multipart(form: URLSearchParams): PlannedMessage {
  const parts = [...form].map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: `${parts.join('')}--${boundary}--\r\n` };
}
