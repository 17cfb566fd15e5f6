import { posix } from 'node:path';
import { expandVariables } from './expand-variables.ts';
import type { ImageProgram } from './image-catalog.ts';
import { StartError } from './start-error.ts';

interface Command {
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}

/**
 * The arguments that the image's program gets: `command` replaces the entry point, `args` what follows it, `$(NAME)` is
 * expanded, and the leading words that are the image's own executables are dropped, for the program stands for them.
 * Throws `StartError` when `command` names an executable that the image has not.
 */
export function commandLine(
  { command = [], args = [] }: Command,
  program: ImageProgram,
  environment: Readonly<Record<string, string>>,
): string[] {
  const expand = (words: readonly string[]): string[] => words.map((word) => expandVariables(word, environment));
  const isExecutable = (word: string): boolean => program.executables.includes(posix.basename(word));
  const [executable, ...rest] = expand(command);
  if (executable === undefined) return [...program.entrypoint, ...expand(args)];
  // An idle container stands for any side-car, whatever that runs.
  if ((program.script !== undefined || program.isNode) && !isExecutable(executable)) throw new StartError(executable);
  if (program.isNode) return [...rest, ...expand(args)];
  const own = rest.findIndex((word) => !isExecutable(word));
  return [...(own < 0 ? [] : rest.slice(own)), ...expand(args)];
}
