import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { normalised } from './normalised.ts';
import { type CommandResult, runCommand } from './run-command.ts';
import type { SessionCommand, SessionSteps } from './session-command.ts';

const folders = { kubectl: 'manifests', helm: '.' };

/** After that long what a step awaits is given up, so that the difference is shown and not a time-out; milliseconds. */
const longestWait = 60_000;

export interface SessionStep {
  readonly command: string;
  /** What the terminal shows, stripped of what differs from run to run. */
  readonly output: readonly string[];
  readonly code: number;
}

/**
 * Runs a program once for each step, in a namespace of their own, which is deleted at the end. In the steps NAMESPACE stands
 * for it.
 */
export async function runSession(
  program: keyof typeof folders,
  steps: SessionSteps,
  kubeconfig: string,
): Promise<SessionStep[]> {
  const namespace = `session-${randomBytes(3).toString('hex')}`;
  const env = { KUBECONFIG: kubeconfig, EDITOR: './edit.sh' };
  const cwd = fileURLToPath(new URL(folders[program], import.meta.url));
  const prefix = program === 'kubectl' ? ['-n', namespace] : [];
  const kubectl = (...args: readonly string[]) => runCommand('kubectl', args, { env });
  await kubectl('create', 'namespace', namespace);
  // Both are made by controllers. A pod is refused without the one, and its volume not mounted at first without the other.
  for (const object of ['serviceaccount/default', 'configmap/kube-root-ca.crt']) {
    await kubectl('-n', namespace, 'wait', '--for=create', object, '--timeout=60s');
  }
  try {
    const done: SessionStep[] = [];
    for (const step of steps) {
      const { args, until }: SessionCommand = 'args' in step ? step : { args: step };
      const given = args.map((word) => word.replaceAll('NAMESPACE', namespace));
      const run = () => runCommand(program, [...prefix, ...given], { env, cwd });
      const { output, code } = until ? await runUntil(until, run) : await run();
      done.push({ command: args.join(' '), output: normalised(output, namespace), code });
    }
    return done;
  } finally {
    await kubectl('delete', 'namespace', namespace, '--wait=false');
  }
}

async function runUntil(pattern: RegExp, run: () => Promise<CommandResult>): Promise<CommandResult> {
  const deadline = performance.now() + longestWait;
  for (;;) {
    const result = await run();
    if (pattern.test(result.output) || performance.now() > deadline) return result;
  }
}
