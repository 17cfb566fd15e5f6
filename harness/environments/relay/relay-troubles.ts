import type { ClusterEvent, Pod } from '../../kubernetes/cluster-client.ts';
import type { ClusterRequests } from '../../kubernetes/cluster-requests.ts';
import { resourcePath } from '../../kubernetes/resource-path.ts';
import { relayName } from './relay-objects.ts';
import { isRunning } from './relay-pods.ts';

/** What the cluster tells of a relay that does not get ready: its pods, their last events and log lines; a line each. */
export async function relayTroubles(
  requests: ClusterRequests,
  namespace: string,
  pods: readonly Pod[],
): Promise<string[]> {
  const about = await Promise.all(pods.map(async (pod) => [podLine(pod), ...(await logLines(requests, pod))]));
  return [...about.flat(), ...(await eventLines(requests, namespace))];
}

function podLine(pod: Pod): string {
  const { metadata, spec, status } = pod;
  const container = status?.containerStatuses?.[0];
  const waiting = container?.state?.waiting ?? container?.state?.terminated;
  const unscheduled = status?.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  const why = [waiting?.reason, waiting?.message, unscheduled?.message].filter(Boolean).join(': ');
  const state = isRunning(pod) ? 'running' : (status?.phase ?? 'unknown');
  return `pod ${metadata?.name} on ${spec?.nodeName ?? 'no node'}: ${state}${why && `, ${why}`}`;
}

async function logLines(requests: ClusterRequests, { metadata, status }: Pod): Promise<string[]> {
  const restarted = status?.containerStatuses?.some(({ state }) => state?.running === undefined) ?? false;
  const path = `${resourcePath('v1', 'Pod', metadata?.namespace)}/${metadata?.name}/log?tailLines=12`;
  const previous = restarted ? await orNothing(requests.getText(`${path}&previous=true`)) : '';
  const text = (await orNothing(requests.getText(path))) || previous;
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => `  log: ${line}`);
}

async function eventLines(requests: ClusterRequests, namespace: string): Promise<string[]> {
  const text = await orNothing(requests.getText(resourcePath('v1', 'Event', namespace)));
  const events = text === '' ? [] : (JSON.parse(text) as { items: ClusterEvent[] }).items;
  return events
    .filter(({ type, involvedObject }) => type === 'Warning' && involvedObject.name?.startsWith(relayName))
    .slice(-6)
    .map(
      ({ reason, message, involvedObject }) =>
        `event of ${involvedObject.kind} ${involvedObject.name}: ${reason}: ${message}`,
    );
}

/** What cannot be read must not hide what can. */
function orNothing(reading: Promise<string>): Promise<string> {
  return reading.catch(() => '');
}
