import type { Limits } from '../limits.ts';
import { formFields } from './form-fields.ts';
import { jsonFields } from './json-fields.ts';
import type { BodyFields } from './text-field.ts';

const formShape = /^[\w.%+[\]-]+=[^&=\s]*(?:&[\w.%+[\]-]+=[^&=\s]*)*$/;

/**
 * Takes a body apart. JSON is known by its first character, whatever the content type says; a form by its content type, or
 * by its shape where there is none; the rest, and JSON that is broken, is one text with path `$`.
 */
export function bodyFields(body: string, contentType: string | undefined, limits: Limits): BodyFields {
  const text = body.length > limits.bodyLength ? body.slice(0, limits.bodyLength) : body;
  const { fields, incomplete } = fieldsOf(text, contentType, limits);
  const cut = text.length < body.length ? `longer than ${limits.bodyLength} characters` : undefined;
  return { fields, incomplete: incomplete ?? cut };
}

function fieldsOf(text: string, contentType: string | undefined, limits: Limits): BodyFields {
  const start = text.search(/\S/);
  if (start !== -1 && (text[start] === '{' || text[start] === '[')) {
    const json = jsonFields(text.trimEnd(), limits.depth);
    if (json !== undefined) return json;
  }
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded' || (type === undefined && formShape.test(text)))
    return formFields(text);
  return { fields: [{ text, ownWords: [], parentWords: [], path: () => '$' }], incomplete: undefined };
}
