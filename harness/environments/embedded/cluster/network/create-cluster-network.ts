import { randomBytes, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { preloadOption } from '../process/preload-option.ts';
import { addressClass, unmapped } from './address-class.ts';
import { clusterDns } from './cluster-dns.ts';
import type {
  AttachOptions,
  ClusterNetwork,
  ClusterNetworkOptions,
  PodAttachment,
  PodIdentity,
  ServiceRoute,
} from './cluster-network.ts';
import { type ControlAnswer, type ControlRequest, type PodSettings, settingsVariable } from './control-protocol.ts';
import { ControlServer, type ControlSession } from './control-server.ts';
import type { EgressJudge, EgressTarget } from './egress-judge.ts';
import { ExternalGate } from './external-gate.ts';
import { PodRange } from './pod-range.ts';
import { PortTable } from './port-table.ts';
import { type NameScope, resolveName } from './resolve-name.ts';
import { ServiceTable } from './service-table.ts';

/** From TEST-NET-2 (RFC 5737): no pod, node, Service or real host ever has it. */
const externalAddress = '198.51.100.1';

/** Milliseconds until a sender gives up: Linux after 6 repetitions of a SYN (tcp_syn_retries), glibc after 2 queries (resolv.conf). */
const timeouts = { ETIMEDOUT: 127_000, EAI_AGAIN: 10_000 } as const;

interface Pod extends NameScope {
  readonly identity: PodIdentity;
  readonly gate: ExternalGate;
}

/**
 * Makes an empty pod network. Nodes are 172.18.0.x, pods 10.244.<node>.x; Services have the address that they are set with.
 * Call `addNode` before the first pod of a node. Dispose it after the pods' processes: what they still do fails with ENETDOWN.
 */
export function createClusterNetwork(options: ClusterNetworkOptions): ClusterNetwork {
  return new EmbeddedClusterNetwork(options);
}

class EmbeddedClusterNetwork implements ClusterNetwork {
  readonly externalAddress = externalAddress;
  egressJudge: EgressJudge | undefined;
  readonly #options: ClusterNetworkOptions;
  readonly #ports = new PortTable();
  readonly #services = new ServiceTable();
  readonly #nodes = new Map<string, string>();
  readonly #ranges = new Map<string, PodRange>();
  readonly #pods = new Map<string, Pod>();
  readonly #closing = new AbortController();
  #control: Promise<ControlServer> | undefined;

  constructor(options: ClusterNetworkOptions) {
    this.#options = options;
  }

  addNode(name: string): { readonly ip: string } {
    const known = this.#nodes.get(name);
    if (known !== undefined) return { ip: known };
    const ip = `172.18.0.${this.#nodes.size + 2}`;
    this.#ranges.set(name, new PodRange(`10.244.${this.#nodes.size}`));
    this.#nodes.set(name, ip);
    this.#ports.addAddress(ip);
    return { ip };
  }

  async attach(identity: PodIdentity, { hostNetwork, hostAliases, ...given }: AttachOptions): Promise<PodAttachment> {
    const nodeIp = this.#nodes.get(identity.node);
    const range = this.#ranges.get(identity.node);
    if (nodeIp === undefined || range === undefined) {
      throw new Error(
        `Pod ${identity.namespace}/${identity.name} cannot join the network: node ${identity.node} is unknown; add it with addNode first.`,
      );
    }
    this.#control ??= ControlServer.start((token) => this.#open(token));
    const control = await this.#control;
    const ip = hostNetwork ? nodeIp : range.take();
    this.#ports.addAddress(ip);
    const token = randomBytes(16).toString('base64url');
    const gate = new ExternalGate((socket, port) => this.#options.externalConnection(socket, { pod: identity, port }));
    const hostname = hostNetwork ? identity.node : (given.hostname ?? shortName(identity.name));
    const aliases = new Map(Object.entries(hostAliases).map(([name, address]) => [name.toLowerCase(), address]));
    this.#pods.set(token, { identity, namespace: identity.namespace, hostname, ip, hostAliases: aliases, gate });
    const settings: PodSettings = { control: control.port, token, ip, hostname };
    return {
      ip,
      environment: {
        NODE_OPTIONS: preloadOption,
        HOSTNAME: hostname,
        [settingsVariable]: JSON.stringify(settings),
      },
      [Symbol.asyncDispose]: async () => {
        if (!this.#pods.delete(token)) return;
        control.drop(token);
        if (!hostNetwork) {
          this.#ports.removeAddress(ip);
          range.release(ip);
        }
        await gate[Symbol.asyncDispose]();
      },
    };
  }

  publish(ip: string, port: number, real: number): void {
    this.#ports.listen(ip, port, { real, loopback: false });
  }

  setService(route: ServiceRoute): void {
    this.#services.set(route);
  }

  removeService(namespace: string, name: string): void {
    this.#services.remove(namespace, name);
  }

  port(ip: string, port: number, fromWithin = false): number | undefined {
    const target = this.#services.has(ip) ? this.#services.backend(ip, port) : { ip, port };
    return target && this.#ports.find(target.ip, target.port, fromWithin);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    const gates = [...this.#pods.values()].map(({ gate }) => gate);
    this.#pods.clear();
    await Promise.all(gates.map((gate) => gate[Symbol.asyncDispose]()));
    await (await this.#control)?.[Symbol.asyncDispose]();
  }

  #open(token: string): ControlSession | undefined {
    const pod = [...this.#pods].find(([known]) => sameToken(known, token))?.[1];
    if (pod === undefined) return undefined;
    const taken = new Set<number>();
    return {
      handle: (request) => this.#handle(request, pod, taken),
      [Symbol.dispose]: () => {
        for (const port of taken) this.#ports.release(pod.ip, port);
      },
    };
  }

  #handle(request: ControlRequest, pod: Pod, taken: Set<number>): ControlAnswer | Promise<ControlAnswer> | undefined {
    switch (request.op) {
      case 'resolve': {
        if (this.#isNameBlocked(request.name, pod)) return this.#dropped('EAI_AGAIN');
        const addresses = this.#resolve(request.name, pod);
        return addresses === undefined ? { error: 'ENOTFOUND' } : { addresses };
      }
      case 'route':
        return this.#route(request.host, request.port, pod);
      case 'listen': {
        const port = this.#ports.listen(pod.ip, request.port, request);
        if (port === undefined) return { error: 'EADDRINUSE' };
        taken.add(port);
        return { port };
      }
      case 'release':
        if (taken.delete(request.port)) this.#ports.release(pod.ip, request.port);
        return undefined;
    }
  }

  #resolve(name: string, pod: Pod): readonly string[] | undefined {
    return resolveName(name, pod, { services: this.#services, nodes: this.#nodes, externalAddress });
  }

  #route(host: string, port: number, pod: Pod): ControlAnswer | Promise<ControlAnswer> {
    if (!isIP(host) && this.#isNameBlocked(host, pod)) return this.#dropped('EAI_AGAIN');
    const ip = isIP(host) ? unmapped(host) : this.#resolve(host, pod)?.[0];
    if (ip === undefined) return { error: 'ENOTFOUND' };
    const addresses = [ip];
    const kind = addressClass(ip);
    const answer = (real: number | undefined): ControlAnswer =>
      real === undefined ? { error: 'ECONNREFUSED', addresses } : { port: real, addresses };

    if (kind === 'self') return answer(this.#ports.find(pod.ip, port, true));
    if (this.#ports.hasAddress(ip) || this.#services.has(ip)) {
      const target = this.#services.has(ip) ? this.#services.backend(ip, port) : { ip, port };
      if (target === undefined) return answer(undefined);
      if (this.#isBlocked(pod, target, host, port)) return this.#dropped('ETIMEDOUT', addresses);
      return answer(this.#ports.find(target.ip, target.port, false));
    }
    if (kind === 'public') {
      if (this.#isBlocked(pod, { ip, port }, host, port)) return this.#dropped('ETIMEDOUT', addresses);
      return pod.gate.open(port).then(answer);
    }
    return { error: kind === 'private' ? 'EHOSTUNREACH' : 'ENETUNREACH', addresses };
  }

  /** A name that the hosts file answers needs no name server. */
  #isNameBlocked(raw: string, pod: Pod): boolean {
    const name = raw.toLowerCase().replace(/\.$/, '');
    if (name === 'localhost' || name === pod.hostname.toLowerCase() || pod.hostAliases.has(name)) return false;
    return this.#isBlocked(pod, clusterDns, raw, clusterDns.port, 'UDP');
  }

  #isBlocked(
    { identity }: Pod,
    { ip, port }: { readonly ip: string; readonly port: number },
    host: string,
    dialled: number,
    protocol: EgressTarget['protocol'] = 'TCP',
  ): boolean {
    const policies = this.egressJudge?.(identity, { ip, port, protocol });
    if (policies === undefined) return false;
    this.#options.onBlockedConnection?.({ pod: identity, host, port: dialled, policies });
    return true;
  }

  /** What is dropped on its way is not refused: whoever waits for it learns only that nothing came. */
  async #dropped(error: keyof typeof timeouts, addresses?: readonly string[]): Promise<ControlAnswer> {
    const { timeout = (nominal) => nominal } = this.#options;
    const { signal } = this.#closing;
    await setTimeout(timeout(timeouts[error]), undefined, { ref: false, signal }).catch(() => undefined);
    return { error, ...(addresses && { addresses }) };
  }
}

/** A host name has 63 characters at most. Source: the kubelet's `truncatePodHostnameIfNeeded`. */
function shortName(name: string): string {
  return name.slice(0, 63).replace(/[-.]+$/, '');
}

/** In constant time, so that nobody learns a token from how long its refusal takes. */
function sameToken(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
