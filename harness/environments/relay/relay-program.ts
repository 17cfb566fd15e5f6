import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The relay's program as it lies in a ConfigMap: name of a file → its text. Node runs `main`. */
export interface RelayProgram {
  readonly files: Readonly<Record<string, string>>;
  readonly main: string;
  readonly digest: string;
}

/** Reads the program from beside this file: TypeScript here, JavaScript in the package that others install. */
export function readRelayProgram(): RelayProgram {
  const extension = extname(import.meta.url);
  const folder = fileURLToPath(new URL('program', import.meta.url));
  const names = readdirSync(folder).filter((name) => name.endsWith(extension) && !name.includes('.test.'));
  const files = Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  const digest = createHash('sha256').update(JSON.stringify(files)).digest('hex');
  return { files, main: `main${extension}`, digest };
}
