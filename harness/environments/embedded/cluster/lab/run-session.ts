import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { normalised } from './normalised.ts';
import { runCommand } from './run-command.ts';

const folders = { kubectl: 'manifests', helm: '.' };

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
  steps: readonly (readonly string[])[],
  kubeconfig: string,
): Promise<SessionStep[]> {
  const namespace = `session-${randomBytes(3).toString('hex')}`;
  const env = { KUBECONFIG: kubeconfig, EDITOR: './edit.sh' };
  const cwd = fileURLToPath(new URL(folders[program], import.meta.url));
  const prefix = program === 'kubectl' ? ['-n', namespace] : [];
  const kubectl = (...args: readonly string[]) => runCommand('kubectl', args, { env });
  await kubectl('create', 'namespace', namespace);
  await kubectl('-n', namespace, 'wait', '--for=create', 'serviceaccount/default', '--timeout=10s');
  try {
    const done: SessionStep[] = [];
    for (const args of steps) {
      const given = args.map((word) => word.replaceAll('NAMESPACE', namespace));
      const { output, code } = await runCommand(program, [...prefix, ...given], { env, cwd });
      done.push({ command: args.join(' '), output: normalised(output, namespace), code });
    }
    return done;
  } finally {
    await kubectl('delete', 'namespace', namespace, '--wait=false');
  }
}
