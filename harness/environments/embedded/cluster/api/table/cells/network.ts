import type {
  V1EndpointSlice,
  V1Endpoints,
  V1Ingress,
  V1IngressClass,
  V1NetworkPolicy,
  V1Service,
} from '@kubernetes/client-node';
import type { Wire } from '../../wire.ts';
import type { Cells } from '../cells.ts';
import { age, cellsFor, firstOf, formatLabels, formatSelector, none, shown, unset } from '../formats.ts';

export const networkCells: Readonly<Record<string, Cells>> = {
  endpoints: cellsFor<Wire<V1Endpoints>>((object) => [object.metadata.name, endpoints(object), age(object)]),
  'endpointslices.discovery.k8s.io': cellsFor<Wire<V1EndpointSlice>>((object) => [
    object.metadata.name,
    object.addressType,
    firstOf((object.ports ?? []).map(({ name, port }) => port ?? name ?? '*')) || unset,
    firstOf((object.endpoints ?? []).flatMap(({ addresses }) => addresses)) || unset,
    age(object),
  ]),
  'ingressclasses.networking.k8s.io': cellsFor<Wire<V1IngressClass>>((object) => {
    const { controller, parameters } = object.spec ?? {};
    const kind = [parameters?.kind, parameters?.apiGroup].filter((part) => part !== undefined).join('.');
    return [object.metadata.name, controller, parameters ? `${kind}/${parameters.name}` : none, age(object)];
  }),
  'ingresses.networking.k8s.io': cellsFor<Wire<V1Ingress>>((object) => {
    const { ingressClassName, rules = [], tls } = object.spec ?? {};
    return [
      object.metadata.name,
      ingressClassName ?? none,
      hosts(rules.map(({ host }) => host ?? '')),
      balancers(object),
      tls?.length ? '80, 443' : '80',
      age(object),
    ];
  }),
  'networkpolicies.networking.k8s.io': cellsFor<Wire<V1NetworkPolicy>>((object) => [
    object.metadata.name,
    formatSelector(object.spec?.podSelector),
    age(object),
  ]),
  services: cellsFor<Wire<V1Service>>((object) => [
    object.metadata.name,
    object.spec?.type,
    object.spec?.clusterIPs?.[0] ?? none,
    externalAddress(object),
    ports(object),
    age(object),
    formatLabels(object.spec?.selector),
  ]),
};

function endpoints({ subsets }: Wire<V1Endpoints>): string {
  if (!subsets?.length) return none;
  return firstOf(
    subsets.flatMap(({ addresses = [], ports: open = [] }) => {
      if (!open.length) return addresses.map(({ ip }) => ip);
      return open.flatMap(({ port }) => addresses.map(({ ip }) => `${ip.includes(':') ? `[${ip}]` : ip}:${port}`));
    }),
  );
}

/** Rules without a host are counted, and not shown. Source: `formatHosts`. */
function hosts(all: readonly string[]): string {
  const named: string[] = [];
  for (const host of all) {
    if (named.length === shown) return firstOf(named, all.length);
    if (host) named.push(host);
  }
  return named.join(',') || '*';
}

/** Addresses of a load balancer, each once. */
function balancers({ status }: Wire<V1Ingress> | Wire<V1Service>): string {
  const found = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '');
  return [...new Set(found.filter(Boolean))].sort().join(',');
}

function externalAddress(service: Wire<V1Service>): string {
  const { spec } = service;
  if (spec?.type === 'ExternalName') return spec.externalName ?? none;
  const external = spec?.externalIPs?.join(',');
  if (spec?.type !== 'LoadBalancer') return external || none;
  return [balancers(service), external].filter(Boolean).join(',') || '<pending>';
}

function ports({ spec }: Wire<V1Service>): string {
  const open = (spec?.ports ?? []).map(
    ({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`,
  );
  return open.join(',') || none;
}
