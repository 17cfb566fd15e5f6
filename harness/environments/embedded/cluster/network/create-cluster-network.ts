import { randomBytes, timingSafeEqual } from 'node:crypto';
import { preloadOption } from '../process/preload-option.ts';
import type {
  AttachOptions,
  ClusterNetwork,
  ClusterNetworkOptions,
  PodAttachment,
  PodIdentity,
  ServiceRoute,
} from './cluster-network.ts';
import { type PodSettings, settingsVariable } from './control-protocol.ts';
import { ControlServer, type ControlSession } from './control-server.ts';
import type { EgressJudge } from './egress-judge.ts';
import { ExternalGate } from './external-gate.ts';
import { PodRange } from './pod-range.ts';
import { type NetworkPod, PodRequests } from './pod-requests.ts';
import { PortTable } from './port-table.ts';
import { ServiceTable } from './service-table.ts';

/** From TEST-NET-2 (RFC 5737): no pod, node, Service or real host ever has it. */
const externalAddress = '198.51.100.1';

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
  readonly #pods = new Map<string, NetworkPod>();
  readonly #closing = new AbortController();
  readonly #requests: PodRequests;
  #control: Promise<ControlServer> | undefined;

  constructor(options: ClusterNetworkOptions) {
    this.#options = options;
    this.#requests = new PodRequests({
      ports: this.#ports,
      services: this.#services,
      nodes: this.#nodes,
      externalAddress,
      egressJudge: () => this.egressJudge,
      onBlockedConnection: options.onBlockedConnection,
      timeout: options.timeout ?? ((nominal) => nominal),
      signal: this.#closing.signal,
    });
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

  async attach(
    identity: PodIdentity,
    { hostNetwork, hostAliases, usesNodeResolver = false, ...given }: AttachOptions,
  ): Promise<PodAttachment> {
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
    const scope = { namespace: identity.namespace, hostname, ip, hostAliases: aliases, usesNodeResolver };
    this.#pods.set(token, { identity, ...scope, gate });
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
    const target = this.#services.target(ip, port);
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
    return pod && this.#requests.session(pod);
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
