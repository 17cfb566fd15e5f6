import { isAbsolute, relative, resolve } from 'node:path';
import type { SourcePosition } from '../errors/source-position.ts';
import type { Failure } from '../scenario/run-event.ts';
import type { RunRecord } from './run-recorder.ts';

/**
 * Lines by which GitHub shows each red run at the file that is to blame, where that lies in the workspace. Source: "Workflow
 * commands for GitHub Actions", setting an error message; what is escaped: actions/toolkit, core/src/command.ts.
 */
export function githubAnnotations(records: readonly RunRecord[], workspace: string): string[] {
  return records.flatMap(({ name, failure }) => (failure === undefined ? [] : [annotation(name, failure, workspace)]));
}

function annotation(name: string, { cause, positions, evidence }: Failure, workspace: string): string {
  const [first, ...others] = positions.flatMap((position) => inWorkspace(position, workspace));
  const properties = {
    ...(first && { file: first.file, line: String(first.line) }),
    title: `scenario ${name}`,
  };
  const written = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  const further = others.map(({ file, line }) => `look at ${file}:${line}`);
  return `::error ${written.join(',')}::${escapeData([cause, ...further, ...evidence].join('\n'))}`;
}

function inWorkspace({ file, line }: SourcePosition, workspace: string): SourcePosition[] {
  const path = relative(workspace, resolve(file));
  return path === '' || path.startsWith('..') || isAbsolute(path) ? [] : [{ file: path, line }];
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
