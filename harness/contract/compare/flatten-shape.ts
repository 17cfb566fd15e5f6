import type { Shape } from '../fixture.ts';
import { readPlaceholder } from '../read-placeholder.ts';

/** What a shape has where: types by path, as `events[].issue.path`. Elements of a list and keys of a map are one path each. */
export type ShapePaths = ReadonlyMap<string, ReadonlySet<string>>;

export function flattenShape(shape: Shape): ShapePaths {
  const paths = new Map<string, Set<string>>();
  add('', shape);
  return paths;

  function add(path: string, inner: Shape): void {
    const types = paths.get(path) ?? new Set();
    paths.set(path, types);
    types.add(typeOf(inner));
    if (typeof inner === 'string') return;
    if (Array.isArray(inner)) for (const element of inner) add(`${path}[]`, element);
    else for (const [name, value] of Object.entries(inner)) add(join(path, nameOf(name)), value);
  }
}

function typeOf(shape: Shape): string {
  if (Array.isArray(shape)) return 'list';
  return typeof shape === 'string' ? (readPlaceholder(shape)?.kind ?? 'text') : 'object';
}

function nameOf(name: string): string {
  return readPlaceholder(name)?.kind === 'key' ? '<key>' : name;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
