import { isJsonObject, type Json } from '../objects/json.ts';

/** One step of a path: a field, an index, every item, or the items one of whose fields has a value. */
type Step =
  | { readonly field: string }
  | { readonly index: number }
  | { readonly every: true }
  | { readonly where: readonly string[]; readonly equals: Json };

const token =
  /\.?\[\?\(@\.([^=\s]+)\s*==\s*("[^"]*"|'[^']*'|[^)\s]+)\s*\)\]|\.?\[(-?\d+)\]|\.?\[\*\]|\.\*|\.?\['([^']+)'\]|\.((?:[^.[\]\\]|\\.)+)/gy;

/** Steps of a JSONPath as `additionalPrinterColumns` have it: fields, indexes, `[*]` and `[?(@.a=="b")]`. Undefined for any other. */
export function parseJsonPath(path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  let end = 0;
  for (const match of path.matchAll(token)) {
    const [text, where, equals = '', index, quoted, field] = match;
    end = match.index + text.length;
    if (where !== undefined) steps.push({ where: where.split('.'), equals: literal(equals) });
    else if (index !== undefined) steps.push({ index: Number(index) });
    else if (quoted !== undefined || field !== undefined) steps.push({ field: quoted ?? unescaped(field ?? '') });
    else steps.push({ every: true });
  }
  return steps.length && end === path.length ? steps : undefined;
}

function unescaped(field: string): string {
  return field.replace(/\\(.)/g, '$1');
}

function literal(text: string): Json {
  if (/^["']/.test(text)) return text.slice(1, -1);
  return text === 'true' ? true : text === 'false' ? false : Number(text);
}

/** Every value at the path. */
export function jsonPathValues(steps: readonly Step[], root: Json): Json[] {
  return steps.reduce<Json[]>((values, step) => values.flatMap((value) => take(step, value)), [root]);
}

function take(step: Step, value: Json): Json[] {
  if ('field' in step) {
    const found = isJsonObject(value) && Object.hasOwn(value, step.field) ? value[step.field] : undefined;
    return found === undefined ? [] : [found];
  }
  const items = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  if ('index' in step) return items.slice(step.index, step.index === -1 ? undefined : step.index + 1);
  if ('every' in step) return items;
  const fields = step.where.map((field) => ({ field }));
  return items.filter((item) => jsonPathValues(fields, item)[0] === step.equals);
}
