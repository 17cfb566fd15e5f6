import { setTimeout as delay } from 'node:timers/promises';
import type { Pace } from './pace.ts';
import type { Container } from './pod-context.ts';
import { probeOnce } from './probe-request.ts';
import type { ProbeTarget } from './probe-target.ts';

export type Hook = NonNullable<NonNullable<Container['lifecycle']>['preStop']>;

/**
 * Runs a postStart or preStop hook. Returns what went wrong in the kubelet's words, undefined when it succeeded; `subject`
 * names container and pod there. Source: kubernetes/pkg/kubelet/lifecycle/handlers.go.
 */
export async function runHook(
  hook: Hook,
  target: ProbeTarget,
  subject: string,
  pace: Pace,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (hook.sleep) {
    await delay(pace.backOff(hook.sleep.seconds * 1000), undefined, { signal }).catch(() => undefined);
    return undefined;
  }
  if (hook.exec) return runExec(hook.exec.command ?? [], target, subject, signal);
  const { httpGet, tcpSocket } = hook;
  const probe = { timeoutSeconds: 30, ...(httpGet && { httpGet }), ...(tcpSocket && { tcpSocket }) };
  const answer = await probeOnce(probe, target, signal);
  if (answer.result === 'success') return undefined;
  return `HTTP lifecycle hook (${httpGet?.path ?? ''}) for ${subject} failed - error: ${answer.text}`;
}

async function runExec(
  command: readonly string[],
  target: ProbeTarget,
  subject: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const failed = (error: string, message: string) =>
    `Exec lifecycle hook ([${command.join(' ')}]) for ${subject} failed - error: ${error}, message: ${JSON.stringify(message)}`;
  try {
    const { exitCode, output } = await target.run(command, signal);
    return exitCode === 0
      ? undefined
      : failed(`command '${command.join(' ')}' exited with ${exitCode}: ${output}`, output);
  } catch (error) {
    return failed(`rpc error: code = Unknown desc = ${(error as Error).message}`, '');
  }
}
