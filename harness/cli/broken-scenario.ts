import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { formatPosition, type SourcePosition } from '../errors/source-position.ts';
import { placeInStory } from '../scenario/place-in-story.ts';

/** An error as it came from the thread in which the scenario's file was loaded. */
export interface LoadError {
  readonly name?: string | undefined;
  readonly message: string;
  readonly stack?: string | undefined;
}

const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /^No test suite found/,
    "The file declares no scenario: it has to call scenario({ name: 'NAME', title: 'TITLE' }, async (run) => { … }).",
  ],
  [
    /Cannot use import statement outside|Cannot use 'import.meta'|Unexpected token 'export'/,
    'Node takes the file for CommonJS: name it .scenario.mts (or .mjs), or set "type": "module" in package.json.',
  ],
  [
    /not supported in strip-only mode/,
    'Node only takes the types away: write it in TypeScript that needs no compiling (no enum, no namespace, no parameter properties).',
  ],
  [/does not provide an export named/, 'Import what is there; a type is imported with "import type".'],
  [/^Cannot find (package|module)/, 'Install it, or mend the path; the path of a file is written with its ending.'],
];

/** Says why the file of a scenario could not be loaded: the place, what is wrong there, what to do. */
export async function brokenScenario(file: string, error: LoadError): Promise<string> {
  // A stack of another thread lacks the place of a syntax error.
  const { message, position } = error.name === 'SyntaxError' ? await syntaxError(file, error) : where(file, error);
  const remedy = remedies.find(([pattern]) => pattern.test(message))?.[1];
  const place = position === undefined ? relative(process.cwd(), file) : formatPosition(position);
  if (/^No test suite found/.test(message)) return `${place}: ${remedy}`;
  return `${place}: the scenario cannot be loaded. ${withStop(message)}${remedy === undefined ? '' : ` ${remedy}`}`;
}

interface Fault {
  readonly message: string;
  readonly position: SourcePosition | undefined;
}

function where(file: string, { message, stack = '' }: LoadError): Fault {
  const missing = /^Cannot find (?:package|module) '([^']+)' imported from (.+)/.exec(message);
  if (missing === null) return { message, position: placeInStory(stack) };
  const [, name = '', importer = file] = missing;
  const from = importer.startsWith('file:') ? fileURLToPath(importer) : importer;
  return { message: message.split('\n')[0] ?? message, position: lineOf(from, name) };
}

/** Where a file imports it. A module's path stands there relative. */
function lineOf(file: string, name: string): SourcePosition | undefined {
  const last = name.split('/').at(-1) ?? name;
  const lines = readFileSync(file, 'utf8').split('\n');
  const index = lines.findIndex((text) => /\b(from|import|require)\b/.test(text) && text.includes(last));
  return index < 0 ? undefined : { file, line: index + 1 };
}

/** Node names the place where it is the one that starts the file; nothing of it runs, for it cannot be read. */
async function syntaxError(file: string, { message }: LoadError): Promise<Fault> {
  const output = await promisify(execFile)(process.execPath, ['--no-warnings', file]).then(
    () => '',
    ({ stderr }: { stderr: string }) => stderr,
  );
  const [, path, line] = /^((?:file:\/\/)?\/.+):(\d+)$/m.exec(output) ?? [];
  const [, said = message] = /^SyntaxError(?: \[\w+\])?: (.+)$/m.exec(output) ?? [];
  if (path === undefined) return { message: said, position: undefined };
  return {
    message: said,
    position: { file: path.startsWith('file:') ? fileURLToPath(path) : path, line: Number(line) },
  };
}

function withStop(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
