import { isIP } from 'node:net';
import type { ServiceTable } from './service-table.ts';

/** Where a name is looked up from. */
export interface NameScope {
  readonly namespace: string;
  readonly hostname: string;
  readonly ip: string;
  readonly hostAliases: ReadonlyMap<string, string>;
  /** It asks the resolver of its node, which knows no name of the cluster. */
  readonly usesNodeResolver?: boolean;
}

export interface NameSources {
  readonly services: ServiceTable;
  readonly nodes: ReadonlyMap<string, string>;
  readonly externalAddress: string;
}

const zone = '.cluster.local';

/**
 * Addresses of a name as a pod sees it: hosts file first, then the search domains of `dnsPolicy: ClusterFirst`
 * (https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/), then the outside world, where every name with
 * a dot exists. Undefined: no such name.
 */
export function resolveName(raw: string, scope: NameScope, sources: NameSources): readonly string[] | undefined {
  const name = raw.toLowerCase().replace(/\.$/, '');
  if (isIP(name)) return [name];
  const alias = scope.hostAliases.get(name);
  if (alias !== undefined) return [alias];
  if (name === 'localhost') return ['127.0.0.1'];
  if (name === scope.hostname.toLowerCase()) return [scope.ip];

  const node = sources.nodes.get(name);
  if (scope.usesNodeResolver) {
    const isOutside = name.includes('.') && !/\.(?:svc|local)$/.test(name);
    return node !== undefined ? [node] : isOutside ? [sources.externalAddress] : undefined;
  }
  const inZone = name.endsWith(zone) ? name.slice(0, -zone.length) : name;
  if (inZone.endsWith('.svc')) return sources.services.addresses(inZone.slice(0, -'.svc'.length));
  if (inZone.endsWith('.pod')) return podAddress(inZone);
  if (inZone !== name) return undefined;
  const { services } = sources;
  const service = services.addresses(`${name}.${scope.namespace}`) ?? services.addresses(name);
  if (service !== undefined) return service;
  if (node !== undefined) return [node];
  return name.includes('.') ? [sources.externalAddress] : undefined;
}

/** `10-244-0-2.namespace.pod`: CoreDNS answers such a name with the address in it (`pods insecure`). */
function podAddress(name: string): readonly string[] | undefined {
  const ip = /^(\d+-\d+-\d+-\d+)\.[^.]+\.pod$/.exec(name)?.[1]?.replaceAll('-', '.') ?? '';
  return isIP(ip) ? [ip] : undefined;
}
