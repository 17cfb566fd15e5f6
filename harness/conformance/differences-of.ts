import { isDeepStrictEqual } from 'node:util';

const longest = 300;

/** Where two JSON values differ, two lines a place: `- path: recorded`, `+ path: found`. */
export function differencesOf(recorded: unknown, found: unknown, path = ''): string[] {
  if (isDeepStrictEqual(recorded, found)) return [];
  if (isContainer(recorded) && isContainer(found) && Array.isArray(recorded) === Array.isArray(found)) {
    const names = new Set([...Object.keys(recorded), ...Object.keys(found)]);
    return [...names].flatMap((name) =>
      differencesOf(recorded[name], found[name], Array.isArray(recorded) ? `${path}[${name}]` : `${path}.${name}`),
    );
  }
  return [`- ${path || '.'}: ${printed(recorded)}`, `+ ${path || '.'}: ${printed(found)}`];
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function printed(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
