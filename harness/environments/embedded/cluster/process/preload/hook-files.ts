import fs from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { types } from 'node:util';
import { type FileOperation, fileOperations } from './file-operations.ts';
import type { MountTable } from './mount-table.ts';

type Function = (this: unknown, ...args: unknown[]) => unknown;
type Functions = Record<string, Function & { native?: Function }>;
type Style = 'plain' | 'callback' | 'promise';

/** Functions that have neither a callback with an error nor a promise: what they give or throw comes at once. */
const plain = new Set(['exists', 'watch', 'watchFile', 'unwatchFile']);
const refusals = { EACCES: 'permission denied', EROFS: 'read-only file system' };
/** What Node's errors name where that is not the function itself. */
const systemCalls: Readonly<Record<string, string>> = {
  appendFile: 'open',
  copyFile: 'copyfile',
  openAsBlob: 'open',
  readFile: 'open',
  readdir: 'scandir',
  truncate: 'open',
  utimes: 'utime',
  writeFile: 'open',
};
const promisify = Symbol.for('nodejs.util.promisify.custom');

/** Makes every function of node:fs and node:fs/promises that takes a path see the container's mounts. */
export function hookFiles(mounts: MountTable): void {
  const callbacks = fs as unknown as Functions;
  const promises = fs.promises as unknown as Functions;
  for (const [name, operation] of Object.entries(fileOperations)) {
    hook(callbacks, name, name, operation, plain.has(name) ? 'plain' : name === 'openAsBlob' ? 'promise' : 'callback');
    hook(callbacks, `${name}Sync`, name, operation, 'plain');
    hook(promises, name, name, operation, name === 'watch' ? 'plain' : 'promise');
  }

  function hook(target: Functions, key: string, name: string, operation: FileOperation, style: Style): void {
    const original = target[key];
    if (original === undefined) return;
    const hooked: Functions[string] = wrapped(original, name, operation, style, mounts);
    if (original.native !== undefined) hooked.native = wrapped(original.native, name, operation, style, mounts);
    if (promisify in original) {
      Object.assign(hooked, { [promisify]: (path: unknown) => new Promise((resolve) => hooked(path, resolve)) });
    }
    target[key] = hooked;
  }
}

function wrapped(
  original: Function,
  name: string,
  operation: FileOperation,
  style: Style,
  mounts: MountTable,
): Function {
  return function (this: unknown, ...args: unknown[]) {
    let moved = false;
    for (const position of operation.paths) {
      const path = absolute(args[position]);
      const mount = path === undefined ? undefined : mounts.resolve(path);
      if (path === undefined || mount === undefined) continue;
      if (mount.hidden) return name === 'exists' ? absent(args) : refuse('EACCES', name, path, style, args);
      if (mount.readOnly && changes(operation, position, args)) return refuse('EROFS', name, path, style, args);
      moved ||= mount.path !== path;
      args[position] = mount.path;
    }
    if (!moved) return Reflect.apply(original, this, args);
    return outward(original, this, name, args, style, mounts);
  };
}

/** Calls the real function and puts the container's names back into what comes out of it. */
function outward(
  original: Function,
  self: unknown,
  name: string,
  args: unknown[],
  style: Style,
  mounts: MountTable,
): unknown {
  const failed = (error: unknown) => renamed(error, mounts);
  const callback = args.at(-1);
  if (style === 'callback' && typeof callback === 'function') {
    args[args.length - 1] = (error: unknown, ...results: unknown[]) =>
      error ? callback(failed(error)) : callback(error, ...results.map((result) => named(name, result, mounts)));
    return Reflect.apply(original, self, args);
  }
  try {
    const result = Reflect.apply(original, self, args);
    if (style !== 'promise') return named(name, result, mounts);
    return (result as Promise<unknown>).then(
      (value) => named(name, value, mounts),
      (error: unknown) => Promise.reject(failed(error)),
    );
  } catch (error) {
    throw failed(error);
  }
}

function absolute(value: unknown): string | undefined {
  if (typeof value === 'string') return value[0] === '/' ? value : undefined;
  if (value instanceof URL) return value.protocol === 'file:' ? fileURLToPath(value) : undefined;
  if (types.isUint8Array(value)) return absolute(Buffer.from(value).toString());
  return undefined;
}

function changes(operation: FileOperation, position: number, args: readonly unknown[]): boolean {
  if (operation.mode === undefined) return operation.writes.includes(position);
  const mode = args[operation.mode.position];
  // Of the flags as text `r`, `rs` and `sr` only read.
  if (typeof mode === 'string') return /[wa+]/.test(mode);
  return typeof mode === 'number' && (mode & operation.mode.writing) !== 0;
}

/** `exists` has no error to give: what may not be looked at is not there. */
function absent(args: readonly unknown[]): false {
  const callback = args.at(-1);
  if (typeof callback === 'function') process.nextTick(() => callback(false));
  return false;
}

function refuse(
  code: keyof typeof refusals,
  name: string,
  path: string,
  style: Style,
  args: readonly unknown[],
): unknown {
  const syscall = systemCalls[name] ?? name;
  const error = Object.assign(new Error(`${code}: ${refusals[code]}, ${syscall} '${path}'`), {
    code,
    errno: -os.constants.errno[code],
    syscall,
    path,
  });
  const callback = args.at(-1);
  if (style === 'promise') return Promise.reject(error);
  if (style === 'plain' || typeof callback !== 'function') throw error;
  process.nextTick(() => callback(error));
  return undefined;
}

function named(name: string, result: unknown, mounts: MountTable): unknown {
  if (typeof result === 'string') return name === 'readFile' ? result : mounts.virtual(result);
  if (name !== 'readdir' || !Array.isArray(result)) return result;
  for (const entry of result) if (entry instanceof fs.Dirent) entry.parentPath = mounts.virtual(entry.parentPath);
  return result;
}

function renamed(error: unknown, mounts: MountTable): unknown {
  if (!(error instanceof Error)) return error;
  const details = error as Error & Partial<Record<'path' | 'dest', unknown>>;
  for (const key of ['path', 'dest'] as const) {
    const real = details[key];
    if (typeof real !== 'string') continue;
    details[key] = mounts.virtual(real);
    error.message = error.message.replaceAll(real, mounts.virtual(real));
    error.stack = error.stack?.replaceAll(real, mounts.virtual(real)) ?? '';
  }
  return error;
}
