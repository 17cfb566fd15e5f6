import { stringify } from 'yaml';
import type { ManifestObject } from '../manifest.ts';

/** Keys whose old value a diff shows; of any other changed text it says only that it was there. */
const telling = new Set(['image', 'imagePullPolicy', 'cpu', 'memory']);

/**
 * What an overlay did to an object: lines added (`+`) and replaced (`-`, `+`) under the lines that say where they stand. Of
 * the user's own lines only keys and names are shown, beside the amounts that were replaced: any other value may be a secret.
 */
export function overlayDiff(before: ManifestObject, after: ManifestObject): string[] {
  return compared(before, after, 0);
}

/** Lines on what differs between two values that stand at the same place; none where nothing does. */
function compared(before: unknown, after: unknown, depth: number): string[] {
  if (Array.isArray(before) && Array.isArray(after)) return comparedLists(before, after, depth);
  const [old, now] = [before as Fields, after as Fields];
  const gone = Object.keys(old).filter((key) => !(key in now));
  return [
    ...gone.flatMap((key) => (old[key] === undefined ? [] : [marked('-', `${key}: ${shown(key, old[key])}`, depth)])),
    ...Object.keys(now).flatMap((key) => comparedField(key, old[key], now[key], depth)),
  ];
}

type Fields = Readonly<Record<string, unknown>>;

function comparedField(key: string, before: unknown, after: unknown, depth: number): string[] {
  if (after === undefined) return [];
  if (before === undefined) return added({ [key]: after }, depth);
  if (isNested(before) && isNested(after) && Array.isArray(before) === Array.isArray(after)) {
    const lines = compared(before, after, depth + 1);
    return lines.length === 0 ? [] : [marked(' ', `${key}:`, depth), ...lines];
  }
  if (before === after) return [];
  return [marked('-', `${key}: ${shown(key, before)}`, depth), ...added({ [key]: after }, depth)];
}

/** An overlay adds at the end of a list and moves nothing in it. */
function comparedLists(before: readonly unknown[], after: readonly unknown[], depth: number): string[] {
  return after.flatMap((item, index) => {
    const old = before[index];
    if (index >= before.length) return added([item], depth);
    if (!isNested(old) || !isNested(item))
      return old === item ? [] : [marked('-', '- …', depth), ...added([item], depth)];
    const lines = compared(old, item, depth + 1);
    return lines.length === 0 ? [] : [marked(' ', `- ${place(item as Fields)}`, depth), ...lines];
  });
}

function place({ name }: Fields): string {
  return typeof name === 'string' ? `name: ${name}` : '…';
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function shown(key: string, value: unknown): string {
  return typeof value === 'number' || (telling.has(key) && typeof value === 'string') ? String(value) : '…';
}

function added(value: unknown, depth: number): string[] {
  const lines = stringify(value, { aliasDuplicateObjects: false }).trimEnd().split('\n');
  return lines.map((line) => marked('+', line, depth));
}

function marked(mark: ' ' | '+' | '-', line: string, depth: number): string {
  return `${mark} ${'  '.repeat(depth)}${line}`;
}
