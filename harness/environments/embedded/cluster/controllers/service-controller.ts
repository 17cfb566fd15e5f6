import type { KindMap } from '../api/cluster-api.ts';
import { labelSelectorMatches } from '../api/objects/label-selector.ts';
import type { ClusterNetwork } from '../network/cluster-network.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { fromKey, keyOf, ownerReference } from './owners.ts';
import { isOver, isReady } from './pod-availability.ts';
import { targetPort } from './target-port.ts';
import { WorkQueue } from './work-queue.ts';

type Service = KindMap['Service'];
type Pod = KindMap['Pod'];
type Slice = KindMap['EndpointSlice'];

const serviceLabel = 'kubernetes.io/service-name';

/**
 * Finds the pods behind each Service: EndpointSlices for who asks the API, routes for the pod network. A Service without a
 * selector leads to the EndpointSlices that somebody else makes for it.
 */
export function startServiceController({ api, onError }: ControllerContext, network: ClusterNetwork): Disposable {
  const queue = new WorkQueue(reconcile, onError);

  function reconcile(key: string): void {
    const { namespace, name } = fromKey(key);
    const service = api.get('Service', { namespace, name });
    if (!service) {
      network.removeService(namespace, name);
      return;
    }
    const { selector, clusterIP, ports = [], publishNotReadyAddresses, type } = service.spec ?? {};
    if (type === 'ExternalName') return;
    if (!selector || !Object.keys(selector).length) {
      network.setService({
        namespace,
        name,
        clusterIP: clusterIP ?? 'None',
        ports: sliceRoutes(service, slicesOf(service)),
      });
      return;
    }
    const pods = api
      .list('Pod', namespace)
      .filter(
        (pod) =>
          pod.status?.podIP && !isOver(pod) && labelSelectorMatches({ matchLabels: selector }, pod.metadata?.labels),
      );
    const serving = pods.filter(
      (pod) => publishNotReadyAddresses || (isReady(pod) && !pod.metadata?.deletionTimestamp),
    );
    network.setService({
      namespace,
      name,
      clusterIP: clusterIP ?? 'None',
      ports: ports.map((port) => ({
        port: port.port,
        backends: serving.flatMap((pod) => {
          const target = targetPort(port, pod);
          return target === undefined ? [] : [{ ip: pod.status?.podIP ?? '', port: target }];
        }),
      })),
      hosts: podHosts(name, serving),
    });
    writeSlices(service, pods, publishNotReadyAddresses ?? false);
  }

  function slicesOf({ metadata }: Service): Slice[] {
    return api
      .list('EndpointSlice', metadata?.namespace)
      .filter((slice) => slice.metadata?.labels?.[serviceLabel] === metadata?.name);
  }

  /** One slice for each set of port numbers: pods may give a named port different numbers. */
  function writeSlices(service: Service, pods: readonly Pod[], publishNotReady: boolean): void {
    const { namespace = '', name = '' } = service.metadata ?? {};
    const present = slicesOf(service);
    const groups = Map.groupBy(pods, (pod) => JSON.stringify(slicePorts(service, pod)));
    const wanted = groups.size ? [...groups] : [['[]', [] as Pod[]] as const];
    for (const [index, [ports, members]] of wanted.entries()) {
      const slice = {
        addressType: 'IPv4',
        ports: JSON.parse(ports) as ReturnType<typeof slicePorts>,
        endpoints: members.map((pod) => endpoint(pod, publishNotReady)),
      };
      const known = present[index];
      if (known) {
        api.update('EndpointSlice', { ...known, ...slice });
        continue;
      }
      api.create('EndpointSlice', {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: {
          generateName: `${name}-`,
          namespace,
          labels: { [serviceLabel]: name, 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' },
          ownerReferences: [ownerReference('Service', service)],
        },
        ...slice,
      });
    }
    for (const { metadata } of present.slice(wanted.length)) {
      api.delete('EndpointSlice', { namespace, name: metadata?.name ?? '' });
    }
  }

  function onPod({ object }: { object: Pod }): void {
    for (const service of api.list('Service', object.metadata?.namespace)) {
      const { selector } = service.spec ?? {};
      if (selector && labelSelectorMatches({ matchLabels: selector }, object.metadata?.labels))
        queue.add(keyOf(service));
    }
  }

  return disposeAll(
    api.watch('Service', ({ object }) => queue.add(keyOf(object))),
    api.watch('Pod', onPod),
    api.watch('EndpointSlice', ({ object: { metadata } }) => {
      const name = metadata?.labels?.[serviceLabel];
      const service = name && api.get('Service', { namespace: metadata?.namespace ?? '', name });
      if (service && !service.spec?.selector) queue.add(keyOf(service));
    }),
    queue,
  );
}

function slicePorts({ spec }: Service, pod: Pod) {
  return (spec?.ports ?? []).flatMap((port) => {
    const number = targetPort(port, pod);
    return number === undefined ? [] : [{ name: port.name ?? '', port: number, protocol: port.protocol ?? 'TCP' }];
  });
}

function endpoint(pod: Pod, publishNotReady: boolean) {
  const { name = '', namespace = '', uid = '', deletionTimestamp } = pod.metadata ?? {};
  const serving = isReady(pod);
  const terminating = deletionTimestamp !== undefined;
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: { ready: publishNotReady || (serving && !terminating), serving, terminating },
    ...(pod.spec?.nodeName && { nodeName: pod.spec.nodeName }),
    targetRef: { kind: 'Pod', name, namespace, uid },
  };
}

/** Where a Service without a selector leads: ports find each other by name. */
function sliceRoutes({ spec }: Service, slices: readonly Slice[]) {
  return (spec?.ports ?? []).map(({ name = '', port }) => ({
    port,
    backends: slices.flatMap(({ ports, endpoints = [] }) => {
      const target = ports?.find((candidate) => (candidate.name ?? '') === name)?.port;
      const ready = endpoints.filter(({ conditions }) => conditions?.ready !== false);
      return target === undefined
        ? []
        : ready.flatMap(({ addresses }) => addresses.map((ip) => ({ ip, port: target })));
    }),
  }));
}

/** Pods whose `subdomain` is the Service have a name below it. */
function podHosts(service: string, pods: readonly Pod[]): Map<string, string[]> {
  const named = pods.filter(({ spec }) => spec?.hostname && spec.subdomain === service);
  const groups = Map.groupBy(named, ({ spec }) => spec?.hostname ?? '');
  return new Map([...groups].map(([host, members]) => [host, members.map(({ status }) => status?.podIP ?? '')]));
}
