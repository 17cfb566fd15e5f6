import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import type { KubernetesObject } from './cluster-steps.ts';
import { image, server } from './pod-case.ts';
import { workloadCase } from './workload-case.ts';

interface Endpoints extends KubernetesObject {
  readonly metadata?: { readonly name?: string; readonly labels?: object; readonly annotations?: object };
  readonly subsets?: readonly {
    readonly addresses?: readonly Address[];
    readonly notReadyAddresses?: readonly Address[];
    readonly ports?: readonly object[];
  }[];
}

interface Address {
  readonly ip: string;
  readonly hostname?: string;
  readonly nodeName?: string;
  readonly targetRef?: { readonly kind: string; readonly name: string };
}

function service(name: string, spec: object, labels: object = {}): KubernetesObject {
  const ports = [{ name: 'http', port: 80, targetPort: 'web' }];
  return { kind: 'Service', metadata: { name, labels } as never, spec: { selector: { app: name }, ports, ...spec } };
}

function pod(app: string, container: object = {}, spec: object = {}): KubernetesObject {
  const ports = [{ name: 'web', containerPort: 8080 }];
  const c = { name: 'c', image, command: server, ports, ...container };
  return {
    kind: 'Pod',
    metadata: { name: app, labels: { app } } as never,
    spec: { terminationGracePeriodSeconds: 1, ...spec, containers: [c] },
  };
}

const trigger = 'endpoints.kubernetes.io/last-change-trigger-time';

/**
 * What the Endpoints say once their pods run without being ready. The trigger's time is left out: a cluster writes it only
 * when a pod's Ready condition turned since the controller looked last, and it may have looked before the pod had an address.
 */
function shownUnready(object: Endpoints): unknown {
  const { [trigger]: _time, ...annotations } = (object.metadata?.annotations ?? {}) as Record<string, string>;
  return shown({ ...object, metadata: { ...object.metadata, annotations } });
}

function shown({ metadata, subsets }: Endpoints): unknown {
  const addresses = (list: readonly Address[] | undefined) =>
    list?.map(({ ip, hostname, nodeName, targetRef }) => ({
      hasIp: /^[\d.]+$/.test(ip),
      hostname,
      hasNode: nodeName !== undefined,
      target: `${targetRef?.kind} ${targetRef?.name}`,
    }));
  return {
    labels: metadata?.labels,
    annotations: Object.keys(metadata?.annotations ?? {}),
    subsets: subsets?.map(({ addresses: ready, notReadyAddresses, ports }) => ({
      addresses: addresses(ready),
      notReadyAddresses: addresses(notReadyAddresses),
      ports,
    })),
  };
}

function endpoints(
  name: string,
  objects: readonly KubernetesObject[],
  until: (object: Endpoints) => boolean,
  show = shown,
): ConformanceCase<KubernetesTarget> {
  const [first] = objects;
  const path = `endpoints/${first?.metadata?.name}`;
  const paths = objects.map(({ kind = '', metadata }) => `${kind.toLowerCase()}s/${metadata?.name}`);
  return workloadCase<Endpoints>({ name, objects, path, until, show, remove: paths.toReversed() });
}

const isReady = ({ subsets }: Endpoints) => subsets?.[0]?.addresses !== undefined;

/** What stands in the Endpoints of a Service. */
export const endpointsCases: readonly ConformanceCase<KubernetesTarget>[] = [
  endpoints('a Service of no pods has Endpoints without addresses', [service('alone', {}, { team: 'a' })], () => true),
  endpoints('a Service has the Endpoints of its ready pods', [service('ready', {}), pod('ready')], isReady),
  endpoints(
    'a Service has the Endpoints of pods that are not ready, apart',
    [service('slow', {}), pod('slow', { readinessProbe: { httpGet: { path: '/500', port: 8080 } } })],
    ({ subsets }) => subsets?.[0]?.notReadyAddresses !== undefined,
    shownUnready,
  ),
  endpoints(
    'a Service that publishes what is not ready',
    [
      service('early', { publishNotReadyAddresses: true, clusterIP: 'None' }),
      pod(
        'early',
        { readinessProbe: { httpGet: { path: '/500', port: 8080 } } },
        { hostname: 'first', subdomain: 'early' },
      ),
    ],
    isReady,
    shownUnready,
  ),
  endpoints(
    'a Service without ports',
    [service('portless', { clusterIP: 'None', ports: null }), pod('portless')],
    isReady,
  ),
];
