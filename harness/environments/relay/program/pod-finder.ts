import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { type Endpoint, localAddresses, podUid, remoteEnd, socketInode } from './proc-sockets.ts';

/** Who is behind a connection, as far as this node's `/proc` tells. */
export interface Finding {
  readonly podUid: string | undefined;
  /** The connection comes from an address of the node itself. */
  readonly ownNode: boolean;
}

interface Namespace {
  readonly pid: string;
  readonly uid: string;
  readonly addresses: readonly string[];
}

interface Search {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly found: (uid: string | undefined) => void;
}

export interface PodFinder {
  find(from: Endpoint, to: Endpoint): Promise<Finding>;
  /** What the pod at `from` dialled, where the node turned its connection to another place; undefined when it is gone. */
  dialled(from: Endpoint): Endpoint | undefined;
}

/**
 * Tells pods from the node's process table (the relay shares the node's process and network namespaces). A pod with an
 * address of its own is known by the network namespace that holds the address; a hostNetwork pod by the process that holds
 * the socket. Unlike the API server, the node knows a pod from its first packet on.
 */
export function createPodFinder(proc = '/proc'): PodFinder {
  const namespaces = new Map<string, Namespace>();
  const recentOwners = new Set<string>();
  let searches: Search[] = [];

  const read = (path: string): string => attempt(() => readFileSync(`${proc}/${path}`, 'utf8')) ?? '';
  const link = (path: string): string | undefined => attempt(() => readlinkSync(`${proc}/${path}`));
  const processes = (): string[] => readdirSync(proc).filter((name) => /^\d+$/.test(name));
  const ownNamespace = link('self/ns/net');

  function byAddress(address: string): Namespace | undefined {
    for (const [namespace, found] of namespaces) {
      if (!found.addresses.includes(address)) continue;
      if (link(`${found.pid}/ns/net`) === namespace) return found;
      namespaces.delete(namespace);
    }
    const seen = new Set(ownNamespace === undefined ? [] : [ownNamespace]);
    for (const pid of processes()) {
      const namespace = link(`${pid}/ns/net`);
      if (namespace === undefined || seen.has(namespace)) continue;
      const uid = podUid(read(`${pid}/cgroup`));
      if (uid === undefined) continue;
      seen.add(namespace);
      namespaces.set(namespace, { pid, uid, addresses: localAddresses(read(`${pid}/net/fib_trie`)) });
    }
    for (const namespace of namespaces.keys()) if (!seen.has(namespace)) namespaces.delete(namespace);
    return [...namespaces.values()].find(({ addresses }) => addresses.includes(address));
  }

  /** One walk over the processes for all the connections that came at the same time. */
  function findOwners(): void {
    const batch = searches;
    searches = [];
    const tables = [read('net/tcp'), read('net/tcp6')];
    const wanted = new Map<string, Search>();
    for (const search of batch) {
      const inode = tables.map((table) => socketInode(table, search.from, search.to)).find((found) => found);
      if (inode === undefined) search.found(undefined);
      else wanted.set(`socket:[${inode}]`, search);
    }
    for (const pid of new Set([...recentOwners, ...processes()])) {
      if (wanted.size === 0) return;
      if (link(`${pid}/ns/net`) !== ownNamespace) continue;
      for (const descriptor of attempt(() => readdirSync(`${proc}/${pid}/fd`)) ?? []) {
        const target = link(`${pid}/fd/${descriptor}`);
        const search = target === undefined ? undefined : wanted.get(target);
        if (target === undefined || search === undefined) continue;
        wanted.delete(target);
        recentOwners.add(pid);
        search.found(podUid(read(`${pid}/cgroup`)));
      }
    }
    // Who held it is gone already.
    for (const { found } of wanted.values()) found(undefined);
    for (const pid of recentOwners) if (link(`${pid}/ns/net`) === undefined) recentOwners.delete(pid);
  }

  return {
    dialled(from) {
      const pid = isOwn(from) ? 'self' : byAddress(from.address)?.pid;
      if (pid === undefined) return undefined;
      return remoteEnd(read(`${pid}/net/tcp`), from) ?? remoteEnd(read(`${pid}/net/tcp6`), from);
    },
    async find(from, to) {
      const ownNode = isOwn(from);
      if (!ownNode) return { podUid: byAddress(from.address)?.uid, ownNode };
      const uid = await new Promise<string | undefined>((found) => {
        if (searches.length === 0) setImmediate(findOwners);
        searches.push({ from, to, found });
      });
      return { podUid: uid, ownNode };
    },
  };
}

function isOwn(from: Endpoint): boolean {
  return Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === from.address));
}

/** A process may end between two looks at it. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
