import { isIP } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { addressClass, unmapped } from './address-class.ts';
import { clusterDns } from './cluster-dns.ts';
import type { PodIdentity } from './cluster-network.ts';
import type { ControlAnswer, ControlRequest } from './control-protocol.ts';
import type { ControlSession } from './control-server.ts';
import type { BlockedConnection, EgressJudge, EgressTarget } from './egress-judge.ts';
import type { ExternalGate } from './external-gate.ts';
import type { PortTable } from './port-table.ts';
import { type NameScope, type NameSources, resolveName } from './resolve-name.ts';
import type { Backend } from './service-table.ts';

/** Milliseconds until a sender gives up: Linux after 6 repetitions of a SYN (tcp_syn_retries), glibc after 2 queries (resolv.conf). */
const timeouts = { ETIMEDOUT: 127_000, EAI_AGAIN: 10_000 } as const;

/** A pod that is attached to the network. */
export interface NetworkPod extends NameScope {
  readonly identity: PodIdentity;
  readonly gate: ExternalGate;
}

export interface PodRequestsOptions extends NameSources {
  readonly ports: PortTable;
  readonly egressJudge: () => EgressJudge | undefined;
  readonly onBlockedConnection: ((blocked: BlockedConnection) => void) | undefined;
  /** Milliseconds to wait really for a time-out of `nominal` milliseconds. */
  readonly timeout: (nominal: number) => number;
  /** Ends the waiting for time-outs. */
  readonly signal: AbortSignal;
}

/** Answers what a pod's processes ask of the network before they look up, connect or listen. */
export class PodRequests {
  readonly #options: PodRequestsOptions;

  constructor(options: PodRequestsOptions) {
    this.#options = options;
  }

  /** For one connection of a pod; what it listens on ends with it. */
  session(pod: NetworkPod): ControlSession {
    const taken = new Set<number>();
    return {
      handle: (request) => this.#handle(request, pod, taken),
      [Symbol.dispose]: () => {
        for (const port of taken) this.#options.ports.release(pod.ip, port);
      },
    };
  }

  #handle(
    request: ControlRequest,
    pod: NetworkPod,
    taken: Set<number>,
  ): ControlAnswer | Promise<ControlAnswer> | undefined {
    const { ports } = this.#options;
    switch (request.op) {
      case 'resolve': {
        if (this.#isNameBlocked(request.name, pod)) return this.#dropped('EAI_AGAIN');
        const addresses = resolveName(request.name, pod, this.#options);
        return addresses === undefined ? { error: 'ENOTFOUND' } : { addresses };
      }
      case 'route':
        return this.#route(request.host, request.port, pod);
      case 'listen': {
        const port = ports.listen(pod.ip, request.port, request);
        if (port === undefined) return { error: 'EADDRINUSE' };
        taken.add(port);
        return { port };
      }
      case 'release':
        if (taken.delete(request.port)) ports.release(pod.ip, request.port);
        return undefined;
    }
  }

  #route(host: string, port: number, pod: NetworkPod): ControlAnswer | Promise<ControlAnswer> {
    const { ports, services } = this.#options;
    if (!isIP(host) && this.#isNameBlocked(host, pod)) return this.#dropped('EAI_AGAIN');
    const ip = isIP(host) ? unmapped(host) : resolveName(host, pod, this.#options)?.[0];
    if (ip === undefined) return { error: 'ENOTFOUND' };
    const addresses = [ip];
    const kind = addressClass(ip);
    const answer = (real: number | undefined): ControlAnswer =>
      real === undefined ? { error: 'ECONNREFUSED', addresses } : { port: real, addresses };

    if (kind === 'self') return answer(ports.find(pod.ip, port, true));
    if (ports.hasAddress(ip) || services.has(ip)) {
      const target = services.target(ip, port);
      if (target === undefined) return answer(undefined);
      if (this.#isBlocked(pod, target, host, port)) return this.#dropped('ETIMEDOUT', addresses);
      return answer(ports.find(target.ip, target.port, false));
    }
    if (kind === 'public') {
      if (this.#isBlocked(pod, { ip, port }, host, port)) return this.#dropped('ETIMEDOUT', addresses);
      return pod.gate.open(port).then(answer);
    }
    return { error: kind === 'private' ? 'EHOSTUNREACH' : 'ENETUNREACH', addresses };
  }

  /** A name that the hosts file answers needs no name server. */
  #isNameBlocked(raw: string, pod: NetworkPod): boolean {
    const name = raw.toLowerCase().replace(/\.$/, '');
    if (name === 'localhost' || name === pod.hostname.toLowerCase() || pod.hostAliases.has(name)) return false;
    return this.#isBlocked(pod, clusterDns, raw, clusterDns.port, 'UDP');
  }

  #isBlocked(
    { identity }: NetworkPod,
    { ip, port }: Backend,
    host: string,
    dialled: number,
    protocol: EgressTarget['protocol'] = 'TCP',
  ): boolean {
    const policies = this.#options.egressJudge()?.(identity, { ip, port, protocol });
    if (policies === undefined) return false;
    this.#options.onBlockedConnection?.({ pod: identity, host, port: dialled, policies });
    return true;
  }

  /** What is dropped on its way is not refused: whoever waits for it learns only that nothing came. */
  async #dropped(error: keyof typeof timeouts, addresses?: readonly string[]): Promise<ControlAnswer> {
    const { timeout, signal } = this.#options;
    await setTimeout(timeout(timeouts[error]), undefined, { ref: false, signal }).catch(() => undefined);
    return { error, ...(addresses && { addresses }) };
  }
}
