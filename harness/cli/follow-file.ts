import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/** Milliseconds in which the steps of one saving are gathered: an editor truncates and writes, or puts another file in its place. */
const saving = 100;

/** Tells each new text of a file, which may be away for a moment. Takes the text that is known already. */
export function followFile(file: string, known: string, changed: (text: string) => void): Disposable {
  let last = known;
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    const text = await readFile(file, 'utf8').catch(() => last);
    if (text === last) return;
    last = text;
    changed(text);
  };
  // The folder, because another file may take the name.
  const watcher = watch(dirname(file), (_, name) => {
    if (name !== null && name !== basename(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void look(), saving);
  });
  return {
    [Symbol.dispose]() {
      watcher.close();
      clearTimeout(timer);
    },
  };
}
