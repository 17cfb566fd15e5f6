import { setField } from '../objects/json.ts';
import type { FieldsV1 } from '../objects/kube-object.ts';

/** Fields of either. */
export function union(left: FieldsV1, right: FieldsV1): FieldsV1 {
  return combine(left, right, (inLeft, inRight) => inLeft || inRight, union, true);
}

/** Fields of both. */
export function intersection(left: FieldsV1, right: FieldsV1): FieldsV1 {
  return combine(left, right, (inLeft, inRight) => inLeft && inRight, intersection, false);
}

/** Fields of `left` that `right` does not have itself. */
export function difference(left: FieldsV1, right: FieldsV1): FieldsV1 {
  return combine(left, right, (inLeft, inRight) => inLeft && !inRight, difference, false);
}

export function isEmptySet(set: FieldsV1): boolean {
  return Object.keys(set).length === 0;
}

/** The part of a set that is below one of its fields: `.` where the field itself is owned. */
export function fieldNode(isOwned: boolean, inner: FieldsV1): FieldsV1 | undefined {
  if (isEmptySet(inner)) return isOwned ? {} : undefined;
  return isOwned ? { '.': {}, ...inner } : inner;
}

function combine(
  left: FieldsV1,
  right: FieldsV1,
  holds: (inLeft: boolean, inRight: boolean) => boolean,
  inside: (left: FieldsV1, right: FieldsV1) => FieldsV1,
  withRest: boolean,
): FieldsV1 {
  const result: FieldsV1 = {};
  const keys = withRest ? new Set([...Object.keys(left), ...Object.keys(right)]) : Object.keys(left);
  for (const key of keys) {
    if (key === '.') continue;
    const before = part(left, key);
    const after = part(right, key);
    const inner = inside(children(before), children(after));
    const node = fieldNode(holds(owns(before), owns(after)), inner);
    if (node) setField(result, key, node);
  }
  return result;
}

function part(set: FieldsV1, key: string): FieldsV1 | undefined {
  return Object.hasOwn(set, key) ? set[key] : undefined;
}

function children(set: FieldsV1 = {}): FieldsV1 {
  const { '.': _self, ...inner } = set;
  return inner;
}

/** Whether the set holds the field itself, not only parts of it. */
function owns(set: FieldsV1 | undefined): boolean {
  return set !== undefined && (isEmptySet(set) || Object.hasOwn(set, '.'));
}
