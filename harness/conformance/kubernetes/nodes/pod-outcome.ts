import type { CoreV1Event } from '@kubernetes/client-node';
import type { Wire } from '../../../environments/embedded/cluster/api/wire.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import type { Pod } from './pod-case.ts';

type ContainerStatus = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];
type State = NonNullable<ContainerStatus['state']>;

/** What a pod came to, without what differs from run to run. */
export function podOutcome(
  target: KubernetesTarget,
  pod: Pod,
  events: readonly Wire<CoreV1Event>[],
  log: string | undefined,
): unknown {
  const { status = {} } = pod;
  const outcome = {
    phase: status.phase,
    reason: status.reason,
    message: status.message,
    qosClass: status.qosClass,
    // The sandbox goes soon after the last container, and nobody waits for it.
    conditions: conditionsOf(status.conditions?.filter(({ type }) => type !== 'PodReadyToStartContainers')),
    init: status.initContainerStatuses?.map(containerOf),
    containers: status.containerStatuses?.map(containerOf),
    events: events.map(eventLine),
    log,
  };
  return JSON.parse(anonymous(target, pod, JSON.stringify(outcome))) as unknown;
}

export function eventsOutcome(target: KubernetesTarget, pod: Pod, events: readonly Wire<CoreV1Event>[]): unknown {
  return JSON.parse(anonymous(target, pod, JSON.stringify(events.map(eventLine)))) as unknown;
}

function eventLine({ type, reason, message, involvedObject }: Wire<CoreV1Event>): string {
  const where = involvedObject.fieldPath ? ` ${involvedObject.fieldPath}` : '';
  return `${type} ${reason}${where}: ${message}`;
}

/** Type → status, with reason and message where there are any. */
export function conditionsOf(
  conditions: readonly { type: string; status: string; reason?: string; message?: string }[] = [],
): Record<string, string> {
  const entries = conditions.map(({ type, status, reason, message }): [string, string] => [
    type,
    [status, reason, message].filter(Boolean).join(' '),
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function containerOf({ name, ready, started, restartCount, state, lastState }: ContainerStatus): object {
  return { name, ready, started, restartCount, state: stateOf(state), lastState: stateOf(lastState) };
}

function stateOf({ waiting, running, terminated }: State = {}): object {
  if (waiting) return { waiting };
  if (running) return { running: true };
  if (!terminated) return {};
  const { exitCode, signal, reason, message } = terminated;
  return { terminated: { exitCode, signal, reason, message } };
}

/** With words for namespace, addresses, ids and the node's name. */
function anonymous({ namespace }: KubernetesTarget, pod: Pod, text: string): string {
  const { metadata, spec, status } = pod;
  const names: readonly (readonly [string | undefined, string])[] = [
    [metadata?.uid, 'UID'],
    [status?.podIP, 'POD-IP'],
    [status?.hostIP, 'HOST-IP'],
    [spec?.nodeName, 'NODE'],
    [namespace, 'NAMESPACE'],
  ];
  const plain = names.reduce((result, [value, word]) => (value ? result.replaceAll(value, word) : result), text);
  return plain.replaceAll(/\b[0-9a-f]{64}\b/g, 'ID');
}
