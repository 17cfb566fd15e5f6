import { setTimeout as delay } from 'node:timers/promises';
import type { KindMap } from '../api/cluster-api.ts';
import type { Pace } from './pace.ts';
import { type ProbeTarget, probeOnce } from './probe-request.ts';

type Container = NonNullable<KindMap['Pod']['spec']>['containers'][number];
export type Hook = NonNullable<NonNullable<Container['lifecycle']>['preStop']>;

/**
 * Runs a postStart or preStop hook. Returns what went wrong in the kubelet's words, undefined when it succeeded; `subject`
 * names container and pod there. Commands are refused: nothing runs beside a container's own process here.
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
  if (hook.httpGet || hook.tcpSocket) {
    const { httpGet, tcpSocket } = hook;
    const probe = { timeoutSeconds: 30, ...(httpGet && { httpGet }), ...(tcpSocket && { tcpSocket }) };
    const answer = await probeOnce(probe, target, signal);
    if (answer.result === 'success') return undefined;
    return `HTTP lifecycle hook (${httpGet?.path ?? ''}) for ${subject} failed - error: ${answer.text}`;
  }
  const command = hook.exec?.command?.join(' ') ?? '';
  return `Exec lifecycle hook ([${command}]) for ${subject} failed - error: the embedded environment runs no commands in containers; use httpGet or sleep, or a kind cluster`;
}
