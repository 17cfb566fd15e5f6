import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourcePosition } from '../errors/source-position.ts';
import { projectPath } from '../project-paths.ts';

const frame = /^\s*at (?:.*\()?((?:file:\/\/)?\/.*?):(\d+):(\d+)\)?$/gm;
const ours = ['harness', 'mocks', 'fixtures'].map((folder) => `${projectPath(folder)}/`);

/** The innermost place of a stack that lies in a scenario's own files, not in the harness or in a package; undefined without one. */
export function placeInStory(stack: string): SourcePosition | undefined {
  for (const [, where = '', line, column] of stack.matchAll(frame)) {
    const file = where.startsWith('file:') ? fileURLToPath(where) : resolve(where);
    if (ours.some((folder) => file.startsWith(folder)) || file.includes('/node_modules/')) continue;
    return { file, line: Number(line), column: Number(column) };
  }
  return undefined;
}

/** Whether the code of a scenario threw the error itself: none of the harness or of a package was above it. */
export function isThrownByStory(stack: string): boolean {
  const [first] = stack.matchAll(frame);
  return first !== undefined && placeInStory(first[0]) !== undefined;
}
