import { isIP } from 'node:net';
import type { ServiceRoute } from './cluster-network.ts';

export interface Backend {
  readonly ip: string;
  readonly port: number;
}

/** Services by name and by address. Backends take turns, as kube-proxy spreads connections. */
export class ServiceTable {
  readonly #byName = new Map<string, ServiceRoute>();
  readonly #byAddress = new Map<string, ServiceRoute>();
  readonly #turns = new Map<string, number>();

  set(route: ServiceRoute): void {
    this.remove(route.namespace, route.name);
    this.#byName.set(`${route.name}.${route.namespace}`, route);
    if (isIP(route.clusterIP)) this.#byAddress.set(route.clusterIP, route);
  }

  remove(namespace: string, name: string): void {
    const key = `${name}.${namespace}`;
    const previous = this.#byName.get(key);
    this.#byName.delete(key);
    if (previous !== undefined) this.#byAddress.delete(previous.clusterIP);
  }

  has(ip: string): boolean {
    return this.#byAddress.has(ip);
  }

  /** `name` is `service.namespace`. A headless Service (no cluster IP) gives those of its backends, another first each time. */
  addresses(name: string): readonly string[] | undefined {
    const route = this.#byName.get(name);
    if (route === undefined) return this.#hostAddresses(name);
    if (isIP(route.clusterIP)) return [route.clusterIP];
    const ips = [...new Set(route.ports.flatMap(({ backends }) => backends.map(({ ip }) => ip)))];
    const start = this.#turn(name, ips.length);
    return ips.length === 0 ? undefined : [...ips.slice(start), ...ips.slice(0, start)];
  }

  /** `hostname.service.namespace`. */
  #hostAddresses(name: string): readonly string[] | undefined {
    const [host = '', ...service] = name.split('.');
    return this.#byName.get(service.join('.'))?.hosts?.get(host);
  }

  /** Where a connection to this address ends: of a Service's the backend whose turn it is, undefined when none has this port. */
  target(ip: string, port: number): Backend | undefined {
    return this.has(ip) ? this.#backend(ip, port) : { ip, port };
  }

  #backend(clusterIP: string, port: number): Backend | undefined {
    const backends = this.#byAddress.get(clusterIP)?.ports.find((entry) => entry.port === port)?.backends ?? [];
    return backends[this.#turn(`${clusterIP}:${port}`, backends.length)];
  }

  #turn(key: string, count: number): number {
    const turn = (this.#turns.get(key) ?? 0) % Math.max(count, 1);
    this.#turns.set(key, turn + 1);
    return turn;
  }
}
