import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Pod } from '../../kubernetes/cluster-client.ts';
import type { PodCache } from '../../kubernetes/pod-cache.ts';
import { isRunning, relayPods } from './relay-pods.ts';
import { openTunnel } from './tunnel.ts';

export interface TunnelsOptions {
  readonly cache: PodCache;
  /** Connects to the tunnel port of a relay's pod. */
  readonly dial: (relay: Pod) => Promise<Duplex>;
  readonly namespace: string;
  readonly version: string;
  readonly token: string;
  readonly runId: string;
  readonly onStream: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, relay: Pod) => void;
}

/** A tunnel to every running pod of a relay, for as long as it lives. */
export interface Tunnels extends AsyncDisposable {
  /** How many are open. */
  readonly count: number;
  /** Why the last one could not be opened. */
  readonly lastFailure: string | undefined;
  /** Settles when another one is open, or another could not be opened. */
  changed(): Promise<void>;
}

/** Milliseconds between two tries: a program takes a moment to listen once its container runs. */
const retryAfter = 150;

/** Opens tunnels to the relay's pods as they come, and again when one breaks. */
export function keepTunnels(options: TunnelsOptions): Tunnels {
  const { cache, dial, namespace, version, token, runId, onStream } = options;
  const off = new AbortController();
  const kept = new Map<string, Promise<void>>();
  const open = new Set<() => void>();
  let next = Promise.withResolvers<void>();
  let lastFailure: string | undefined;

  const tell = (): void => {
    next.resolve();
    next = Promise.withResolvers();
  };
  const find = (uid: string): Pod | undefined =>
    relayPods(cache.objects(), namespace, version).find((pod) => pod.metadata?.uid === uid && isRunning(pod));

  async function openOne(relay: Pod): Promise<void> {
    const tunnel = await openTunnel(await dial(relay), {
      hello: { token, run: runId },
      onStream: (stream, headers) => onStream(stream, headers, relay),
    });
    open.add(tunnel.close);
    if (off.signal.aborted) tunnel.close();
    tell();
    await tunnel.closed;
    open.delete(tunnel.close);
  }

  async function keep(uid: string): Promise<void> {
    for (let relay = find(uid); relay !== undefined && !off.signal.aborted; relay = find(uid)) {
      try {
        await openOne(relay);
      } catch (error) {
        lastFailure = `${relay.metadata?.name}: ${error instanceof Error ? error.message : error}`;
        tell();
      }
      await delay(retryAfter, undefined, { signal: off.signal }).catch(() => undefined);
    }
    kept.delete(uid);
  }

  function keepAll(): void {
    if (off.signal.aborted) return;
    for (const pod of relayPods(cache.objects(), namespace, version)) {
      const uid = pod.metadata?.uid ?? '';
      if (isRunning(pod) && !kept.has(uid)) kept.set(uid, keep(uid));
    }
  }

  cache.onChange(keepAll);
  keepAll();

  return {
    get count() {
      return open.size;
    },
    get lastFailure() {
      return lastFailure;
    },
    changed: () => next.promise,
    async [Symbol.asyncDispose]() {
      off.abort();
      for (const close of open) close();
      await Promise.all(kept.values());
    },
  };
}
