import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** What a program needs at run time. */
export interface ImportedFiles {
  /** From the root, sorted; the program among them. */
  readonly files: readonly string[];
  /** Names of packages that the files import themselves, sorted. */
  readonly packages: readonly string[];
}

const typeImport = /^(?:import|export) type [^;]*;/gm;
const literal = /'([^'\n]+)'|"([^"\n]+)"/g;
const bareImport =
  /(?:^(?:import|export)\b(?:[^;'"]*\bfrom)?\s*|\bimport\(|\bcreateRequire\(import\.meta\.url\)\(\s*)['"]([^'"\n./][^'"\n]*)['"]/gm;

/**
 * Follows the imports of a program from file to file. A string that names a file of the tree counts as an import, so that a
 * worker's module (`new URL('thread.ts', import.meta.url)`) and a data file are found; imports of types do not, for they are
 * gone when the program runs.
 */
export function importedFiles(root: string, program: string): ImportedFiles {
  const files = new Set<string>();
  const packages = new Set<string>();
  const waiting = [program];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    if (!/\.[cm]?[jt]s$/.test(file)) continue;
    const text = readFileSync(join(root, file), 'utf8').replaceAll(typeImport, '');
    for (const [, name = ''] of text.matchAll(bareImport)) {
      if (!name.startsWith('node:')) packages.add(packageName(name));
    }
    for (const [, single, double] of text.matchAll(literal)) {
      const target = namedFile(root, file, single ?? double ?? '');
      if (target !== undefined) waiting.push(target);
    }
  }
  return { files: [...files].sort(), packages: [...packages].sort() };
}

function namedFile(root: string, from: string, name: string): string | undefined {
  if (!/^[\w./-]+\.\w+$/.test(name)) return undefined;
  const path = join(dirname(from), name);
  if (path.startsWith('..') || name.startsWith('/')) return undefined;
  return statSync(join(root, path), { throwIfNoEntry: false })?.isFile() ? relative('.', path) : undefined;
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
