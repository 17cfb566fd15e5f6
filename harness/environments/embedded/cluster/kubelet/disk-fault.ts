import { getSystemErrorMessage } from 'node:util';

/**
 * What a file system refused, in the words of Go, and what to do about it where its disk is full; undefined for any other
 * error. `folder` is where the pods' files lie.
 */
export function diskFault(error: unknown, folder: string): string | undefined {
  const { code, errno, syscall, path = folder } = error as NodeJS.ErrnoException;
  if (errno === undefined || syscall === undefined) return undefined;
  const fault = `${syscall} ${path}: ${getSystemErrorMessage(errno)}`;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return fault;
  return `${fault}: the disk that holds ${folder} is full. Free some of it, or start again with TMPDIR on another.`;
}
