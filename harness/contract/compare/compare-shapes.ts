import type { Shape } from '../fixture.ts';
import type { Difference } from './difference.ts';
import { flattenShape, type ShapePaths } from './flatten-shape.ts';

/** How a mock's body differs from the recorded one: fields that it lacks, that it has besides, that are of another type. */
export function compareShapes(recorded: Shape, mock: Shape): Difference[] {
  const left = flattenShape(recorded);
  const right = flattenShape(mock);
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((at): Difference[] => {
    const types = { recorded: text(left.get(at)), mock: text(right.get(at)) };
    if (types.recorded === types.mock) return [];
    if (types.mock === undefined && !isTopmost(at, right)) return [];
    if (types.recorded === undefined && !isTopmost(at, left)) return [];
    return [{ kind: 'field', at, ...types }];
  });
}

/** What lies under a field that is missing, or is no object there, is missing with it. */
function isTopmost(path: string, other: ShapePaths): boolean {
  const inList = path.endsWith('[]');
  const parent = inList ? path.slice(0, -2) : path.slice(0, Math.max(0, path.lastIndexOf('.')));
  return other.get(parent)?.has(inList ? 'list' : 'object') === true;
}

function text(types: ReadonlySet<string> | undefined): string | undefined {
  return types && [...types].sort().join(' or ');
}
