import type { KindMap } from '../api/cluster-api.ts';
import { jsonEqual } from '../api/objects/json.ts';
import { labelSelectorMatches } from '../api/objects/label-selector.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { fromKey, keyOf } from './owners.ts';
import { isOver, isReady } from './pod-availability.ts';
import { targetPort } from './target-port.ts';
import { WorkQueue } from './work-queue.ts';

type Pod = KindMap['Pod'];
type Service = KindMap['Service'];
type Subset = NonNullable<KindMap['Endpoints']['subsets']>[number];
type Address = NonNullable<Subset['addresses']>[number];

/** Keeps the Endpoints of each Service that has a selector: what `kubectl get endpoints` shows. Source: kubernetes `pkg/controller/endpoint`. */
export function startEndpointsController({ api, onError }: ControllerContext): Disposable {
  const queue = new WorkQueue(reconcile, onError);

  function reconcile(key: string): void {
    const place = fromKey(key);
    const service = api.get('Service', place);
    const { selector, type } = service?.spec ?? {};
    const present = api.get('Endpoints', place);
    if (!service) {
      if (present) api.delete('Endpoints', place);
      return;
    }
    if (!selector || !Object.keys(selector).length || type === 'ExternalName') return;
    const pods = api
      .list('Pod', place.namespace)
      .filter((pod) => belongs(pod) && labelSelectorMatches({ matchLabels: selector }, pod.metadata?.labels));
    const subsets = subsetsOf(service, pods);
    const labels = labelsOf(service);
    if (present && jsonEqual(present.subsets ?? [], subsets) && jsonEqual(present.metadata?.labels, labels)) return;
    const annotations = { 'endpoints.kubernetes.io/last-change-trigger-time': lastChange(service, pods) };
    const content = { metadata: { ...place, labels, annotations }, ...(subsets.length && { subsets }) };
    if (present) {
      const { subsets: _before, ...rest } = present;
      api.update('Endpoints', { ...rest, ...content, metadata: { ...present.metadata, ...content.metadata } });
    } else api.create('Endpoints', { apiVersion: 'v1', kind: 'Endpoints', ...content });
  }

  return disposeAll(
    api.watch('Service', ({ object }) => queue.add(keyOf(object))),
    api.watch('Pod', ({ object }) => {
      for (const service of api.list('Service', object.metadata?.namespace)) queue.add(keyOf(service));
    }),
    queue,
  );
}

function belongs(pod: Pod): boolean {
  return Boolean(pod.status?.podIP) && !pod.metadata?.deletionTimestamp && !isOver(pod);
}

const headless = 'service.kubernetes.io/headless';

function labelsOf({ metadata, spec }: Service): Record<string, string> {
  const { [headless]: _given, ...labels } = metadata?.labels ?? {};
  return {
    ...labels,
    'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
    ...(spec?.clusterIP === 'None' && { [headless]: '' }),
  };
}

/** When the last pod became ready, or else when the Service came. */
function lastChange({ metadata }: Service, pods: readonly Pod[]): string {
  const times = pods.map(
    ({ status }) => status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '',
  );
  return [metadata?.creationTimestamp ?? '', ...times].sort().at(-1) ?? '';
}

/** Pods that give the same numbers share a subset; an address that is ready for one port is so for all of them. */
function subsetsOf(service: Service, pods: readonly Pod[]): Subset[] {
  const tolerates = service.spec?.publishNotReadyAddresses ?? false;
  const groups = Map.groupBy(pods, (pod) => JSON.stringify(portsOf(service, pod)));
  const isHeadless = service.spec?.clusterIP === 'None' && !service.spec.ports?.length;
  return [...groups].flatMap(([text, members]): Subset[] => {
    const ports = JSON.parse(text) as NonNullable<Subset['ports']>;
    if (!ports.length && !isHeadless) return [];
    const sorted = members.toSorted((left, right) => compare(left.status?.podIP ?? '', right.status?.podIP ?? ''));
    const isServing = (pod: Pod) => tolerates || isReady(pod);
    const addresses = sorted.filter(isServing).map((pod) => addressOf(service, pod));
    const notReadyAddresses = sorted.filter((pod) => !isServing(pod)).map((pod) => addressOf(service, pod));
    return [
      {
        ...(addresses.length && { addresses }),
        ...(notReadyAddresses.length && { notReadyAddresses }),
        ...(ports.length && { ports }),
      },
    ];
  });
}

function portsOf(service: Service, pod: Pod) {
  return (service.spec?.ports ?? []).flatMap((port) => {
    const number = targetPort(port, pod);
    const { name, protocol = 'TCP', appProtocol } = port;
    return number === undefined
      ? []
      : [{ ...(name && { name }), port: number, protocol, ...(appProtocol && { appProtocol }) }];
  });
}

function addressOf({ metadata: { name: service = '' } = {} }: Service, { metadata, spec, status }: Pod): Address {
  const { name = '', namespace = '', uid = '' } = metadata ?? {};
  return {
    ip: status?.podIP ?? '',
    ...(spec?.hostname && spec.subdomain === service && { hostname: spec.hostname }),
    ...(spec?.nodeName && { nodeName: spec.nodeName }),
    targetRef: { kind: 'Pod', name, namespace, uid },
  };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
