import type { V1Container, V1ContainerPort } from '@kubernetes/client-node';
import type { Wire } from '../wire.ts';
import { fractionalBytes } from './fractional-bytes.ts';

type Container = Wire<V1Container>;

/** Source: kubernetes `pkg/api/pod/warnings.go`, 1.34. */
export function containerWarnings(field: string, { env = [], resources }: Container): string[] {
  const variables = new Set<string>();
  return [
    ...fractionalBytes(`${field}.resources.limits`, resources?.limits),
    ...fractionalBytes(`${field}.resources.requests`, resources?.requests),
    ...env.flatMap(({ name = '', value = '', valueFrom }, index) => {
      const reference = `$(${name})`;
      const hides = variables.has(name) && (valueFrom || value === reference || !value.includes(reference));
      variables.add(name);
      const message = `hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`;
      return hides ? [`${field}.env[${index}]: ${message}`] : [];
    }),
  ];
}

/** Ports that are there twice, in all containers of a pod together. */
export function portWarnings(containers: readonly [string, Container][]): string[] {
  const warnings: string[] = [];
  const places = new Map<string, { place: string; port: Wire<V1ContainerPort> }[]>();
  const names = new Map<string, string>();
  for (const [field, { ports = [] }] of containers) {
    for (const [index, port] of ports.entries()) {
      const place = `${field}.ports[${index}]`;
      const { hostIP = '', hostPort = 0 } = port;
      if (hostIP && !hostPort) warnings.push(`${place}: hostIP set without hostPort: ${goPort(port)}`);
      const key = `${port.containerPort}/${port.protocol}`;
      const others = places.get(key) ?? [];
      for (const other of others) {
        const kind = overlap(port, other.port);
        if (kind) warnings.push(`${place}: ${kind} port definition with ${other.place}`);
      }
      places.set(key, [...others, { place, port }]);
    }
  }
  for (const [field, { ports = [] }] of containers) {
    for (const [index, { name }] of ports.entries()) {
      const place = `${field}.ports[${index}]`;
      if (!name) continue;
      const other = names.get(name);
      const choice = 'services and probes that select ports by name will use';
      if (other)
        warnings.push(`${place}: duplicate port name ${JSON.stringify(name)} with ${other}, ${choice} ${other}`);
      else names.set(name, place);
    }
  }
  return warnings;
}

function overlap(left: Wire<V1ContainerPort>, right: Wire<V1ContainerPort>): string | undefined {
  const [ip, otherIp] = [left.hostIP ?? '', right.hostIP ?? ''];
  const [port, otherPort] = [left.hostPort ?? 0, right.hostPort ?? 0];
  if (ip === otherIp && port === otherPort) return 'duplicate';
  if (!port || !otherPort) return 'overlapping';
  return port === otherPort && !ip !== !otherIp ? 'dangerously ambiguous' : undefined;
}

/** The server prints its internal structure. */
function goPort(port: Wire<V1ContainerPort>): string {
  const { name = '', hostPort = 0, containerPort, protocol = '', hostIP = '' } = port;
  return `{Name:${name} HostPort:${hostPort} ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
}
