import { cloneJson, isJsonObject, type Json, jsonEqual, setField } from '../objects/json.ts';

export interface JsonPatchOperation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: Json;
}

/** A patch that does not fit the document. */
export class JsonPatchError extends Error {}

/** RFC 6902 as evanphx/json-patch takes it: what is not there can be replaced and copied, as null. Throws JsonPatchError. */
export function jsonPatch(document: Json, operations: readonly JsonPatchOperation[]): Json {
  const root: { document: Json } = { document: cloneJson(document) };
  for (const operation of operations) applyOperation(root, operation);
  return root.document;
}

function applyOperation(root: { document: Json }, { op, path, from, value }: JsonPatchOperation): void {
  switch (op) {
    case 'add':
      add(root, path, value);
      break;
    case 'remove':
      remove(root, path, op);
      break;
    case 'replace': {
      const { parent, key } = locate(root, path, op);
      if (Array.isArray(parent) && !has(parent, key)) throw missing(op, path);
      write(parent, key, value ?? null);
      break;
    }
    case 'move':
      add(root, path, remove(root, from ?? '', op));
      break;
    case 'copy':
      add(root, path, cloneJson(read(root, from ?? '', op, true)));
      break;
    case 'test':
      if (!jsonEqual(read(root, path, op, true) ?? null, value ?? null)) {
        throw new JsonPatchError(`testing value ${path} failed: test failed`);
      }
      break;
    default:
      throw new JsonPatchError(`Unexpected kind: ${op}`);
  }
}

type Container = Json[] | { [field: string]: Json };

function locate(root: { document: Json }, path: string, op: string): { parent: Container; key: string } {
  if (typeof path !== 'string') throw missing(op, String(path));
  // What stands before the first slash counts for nothing in evanphx/json-patch.
  const names = path.split('/').map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  let parent: Json = root as { document: Json };
  let key = 'document';
  for (const name of names.slice(1)) {
    const next: Json | undefined = has(parent, key) ? item(parent, key) : undefined;
    if (!isContainer(next)) throw missing(op, path);
    parent = next;
    key = name;
  }
  return { parent, key };
}

function read(root: { document: Json }, path: string, op: string, optional = false): Json | undefined {
  const { parent, key } = locate(root, path, op);
  if (!has(parent, key)) {
    if (optional) return undefined;
    throw missing(op, path);
  }
  return item(parent, key);
}

function add(root: { document: Json }, path: string, value: Json | undefined): void {
  const { parent, key } = locate(root, path, 'add');
  if (!Array.isArray(parent)) {
    write(parent, key, value ?? null);
    return;
  }
  const index = key === '-' ? parent.length : indexIn(key, parent.length + 1);
  if (index === undefined) throw missing('add', path);
  parent.splice(index, 0, value ?? null);
}

function remove(root: { document: Json }, path: string, op: string): Json | undefined {
  const { parent, key } = locate(root, path, op);
  if (!has(parent, key)) throw missing(op, path);
  const value = item(parent, key);
  if (Array.isArray(parent)) parent.splice(indexIn(key, parent.length) ?? 0, 1);
  else delete parent[key];
  return value;
}

function isContainer(value: Json | undefined): value is Container {
  return Array.isArray(value) || isJsonObject(value);
}

function has(parent: Container, key: string): boolean {
  return Array.isArray(parent) ? indexIn(key, parent.length) !== undefined : Object.hasOwn(parent, key);
}

function item(parent: Container, key: string): Json | undefined {
  return Array.isArray(parent) ? parent[indexIn(key, parent.length) ?? parent.length] : parent[key];
}

function write(parent: Container, key: string, value: Json): void {
  if (Array.isArray(parent)) parent[indexIn(key, parent.length) ?? parent.length] = value;
  else setField(parent, key, value);
}

/** Of a list of so many items; negative ones count from its end, as RFC 6902 has it not. Undefined: outside. */
function indexIn(key: string, length: number): number | undefined {
  if (!/^-?\d+$/.test(key)) return undefined;
  const index = Number(key) < 0 ? Number(key) + length : Number(key);
  return index >= 0 && index < length ? index : undefined;
}

function missing(op: string, path: string): JsonPatchError {
  return new JsonPatchError(`${op} operation does not apply: doc is missing path: "${path}": missing value`);
}
