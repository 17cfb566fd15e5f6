import { readFile } from 'node:fs/promises';
import { InputError } from '../errors/input-error.ts';

const largestFile = 8 * 1024 * 1024;

/** Reads a text file of the user's; `InputError` where it cannot be read, is too large or is no UTF-8. */
export async function readText(file: string, largest = largestFile): Promise<string> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`cannot read ${file}: ${error.code === 'ENOENT' ? 'no such file' : error.message}.`);
  });
  if (bytes.length > largest)
    throw new InputError(`${file} is larger than ${largest >> 20} MiB: that is no file of this kind.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${file} is not UTF-8 text: save it as UTF-8.`);
  }
}
