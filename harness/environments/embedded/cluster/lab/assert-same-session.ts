import type { SessionStep } from './run-session.ts';

/**
 * Throws when a session is not what was expected. The message's first line, which is all that a summary of CI shows, names
 * the first step that differs and the first line of its output that does; then come all steps that differ.
 */
export function assertSameSession(observed: readonly SessionStep[], expected: readonly SessionStep[]): void {
  const steps = Array.from({ length: Math.max(observed.length, expected.length) }, (_, index) => index + 1);
  const lines = steps.flatMap((step) => stepDifference(step, observed[step - 1], expected[step - 1]));
  if (lines.length > 0) throw new Error(lines.join('\n'));
}

function stepDifference(step: number, observed?: SessionStep, expected?: SessionStep): string[] {
  if (observed?.command !== expected?.command) {
    return [`step ${step}: ${observed?.command ?? 'none'} was run where ${expected?.command ?? 'none'} is recorded`];
  }
  const [seen, meant] = [printed(observed), printed(expected)];
  const first = Array.from({ length: Math.max(seen.length, meant.length) }, (_, at) => at).find(
    (at) => seen[at] !== meant[at],
  );
  if (first === undefined) return [];
  return [
    `step ${step}, ${observed?.command}: line ${first + 1} is ${quoted(seen[first])}, expected ${quoted(meant[first])}`,
    ...meant.slice(first).map((line) => `  - ${line}`),
    ...seen.slice(first).map((line) => `  + ${line}`),
  ];
}

function printed(step: SessionStep | undefined): string[] {
  return step ? [...step.output, `exit code ${step.code}`] : [];
}

function quoted(line: string | undefined): string {
  return line === undefined ? 'missing' : JSON.stringify(line);
}
