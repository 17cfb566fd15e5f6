import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { V1Namespace, V1NetworkPolicy } from '@kubernetes/client-node';
import { openRequests } from '../../kubernetes/cluster-requests.ts';
import { cacheObjects } from '../../kubernetes/object-cache.ts';
import { cachePods, type PodCache } from '../../kubernetes/pod-cache.ts';
import { clusterDns } from '../embedded/cluster/network/cluster-dns.ts';
import { createEgressJudge } from '../embedded/cluster/network-policy/create-egress-judge.ts';
import type { BlockedConnection } from '../environment.ts';
import { relayAddress } from '../relay/relay-address.ts';
import type { ConnectionOrigin } from '../relay/start-relay.ts';

/** Takes connections of pods to the outside world. */
type Accept = (connection: Duplex, from: ConnectionOrigin) => void;

export interface PolicyEnforcement extends AsyncDisposable {
  /** Hands on what the policies allow, and breaks off the rest. */
  readonly accept: Accept;
  /** Of all namespaces. */
  readonly pods: PodCache;
}

/**
 * NetworkPolicies of a cluster, enforced where pods' connections to the outside world arrive: a pod network that enforces none
 * (a plain one says so nowhere) would let a policy pass that production does not. A look-up has left the pod by then, and
 * CoreDNS does not tell whose it was: a pod that may not look names up has its connection broken off instead.
 */
export async function enforcePolicies(
  kubeconfig: string,
  accept: Accept,
  onBlocked: (connection: BlockedConnection) => void,
): Promise<PolicyEnforcement> {
  await using stack = new AsyncDisposableStack();
  const requests = stack.use(await openRequests(kubeconfig));
  const policies = stack.use(
    await cacheObjects<V1NetworkPolicy>(requests, ['/apis/networking.k8s.io/v1/networkpolicies']),
  );
  const pods = stack.use(await cachePods(requests));
  const namespaces = stack.use(await cacheObjects<V1Namespace>(requests, ['/api/v1/namespaces']));
  const judge = createEgressJudge({
    policies: (name) => policies.objects().filter(({ metadata }) => metadata?.namespace === name),
    pods: pods.objects,
    namespaceLabels: (name) => namespaces.objects().find(({ metadata }) => metadata?.name === name)?.metadata?.labels,
  });

  async function refuse(connection: Duplex, address: string, blocked: Omit<BlockedConnection, 'host'>): Promise<void> {
    onBlocked({ ...blocked, host: (await dialledName(connection)) ?? address });
    connection.destroy();
  }

  const owned = stack.move();
  return {
    pods,
    accept(connection, from) {
      const { caller, port, address = relayAddress } = from;
      if (caller === undefined) return accept(connection, from);
      const pod = { namespace: caller.namespace, name: caller.pod };
      const dns = { ip: clusterDns.ip, port: clusterDns.port, protocol: 'UDP' } as const;
      const noLookUp = address === relayAddress ? judge(pod, dns) : undefined;
      if (noLookUp) return void refuse(connection, address, { pod, port: dns.port, policies: noLookUp });
      const noDial = judge(pod, { ip: address, port, protocol: 'TCP' });
      if (noDial) return void refuse(connection, address, { pod, port, policies: noDial });
      accept(connection, from);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Milliseconds for a client to say first what it wants; one that waits for the other side is not waited for. */
const patience = 5000;

/** The name that a client of TLS asks for; undefined when it speaks something else, says nothing, or ends before. */
function dialledName(connection: Duplex): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = new TLSSocket(connection as never, {
      isServer: true,
      SNICallback(name, decided) {
        resolve(name);
        decided(new Error('kept in by a NetworkPolicy'));
      },
    });
    setTimeout(() => resolve(undefined), patience).unref();
    server.on('error', () => resolve(undefined));
    server.on('close', () => resolve(undefined));
  });
}
