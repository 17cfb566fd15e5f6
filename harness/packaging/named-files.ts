/** A file that a text names, and where it does. */
export interface NamedFile {
  /** From the root, with slashes. */
  readonly file: string;
  /** Of the name, as offsets into the text. */
  readonly start: number;
  readonly end: number;
}

/** `/app/` is where images have the root. */
const named = /(?<=['"`]|\/app\/)[\w.-][\w./-]*\.\w+(?=['"`\s])/g;

/**
 * The files that strings of a text name, by a path from its folder or from the root: programs that are started, modules of
 * threads, data. `exists` knows what files there are.
 */
export function namedFiles(text: string, folder: string, exists: (file: string) => boolean): NamedFile[] {
  return [...text.matchAll(named)].flatMap(({ 0: name, index }) => {
    const file = [fromRoot(folder, name), fromRoot('', name)].find((path) => path !== undefined && exists(path));
    return file === undefined ? [] : [{ file, start: index, end: index + name.length }];
  });
}

/** The path from the root; undefined above it. */
function fromRoot(folder: string, name: string): string | undefined {
  const path: string[] = folder === '' ? [] : folder.split('/');
  for (const part of name.split('/')) {
    if (part === '..' && path.pop() === undefined) return undefined;
    if (part !== '..' && part !== '.' && part !== '') path.push(part);
  }
  return path.join('/');
}
