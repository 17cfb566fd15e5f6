import { isAbsolute, relative } from 'node:path';

/** A place in a file of the user's; line and column count from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column?: number | undefined;
}

/** `file:line`, the file relative to the working directory where it lies below it, as editors and terminals link it. */
export function formatPosition({ file, line }: SourcePosition): string {
  const near = isAbsolute(file) ? relative(process.cwd(), file) : file;
  return `${near.startsWith('..') ? file : near}:${line}`;
}
