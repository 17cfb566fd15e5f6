import type { Duplex } from 'node:stream';

/**
 * What a relay and the harness say to each other. The harness opens a TCP connection to the relay's tunnel
 * port and sends one line of JSON, `Hello`; the relay answers with one, `Welcome`, and then speaks HTTP/2 as the client:
 * one stream for each connection of a pod, described by the headers below, half-closed and reset as the connection is.
 */
export interface Hello {
  readonly token: string;
  /** Of the harness's run; a tunnel of the same run replaces the one before, another run's is refused meanwhile. */
  readonly run: string;
}

export type Welcome = { readonly version: string } | { readonly refused: string };

export const header = {
  /** Address of who connected, without port. */
  source: 'x-relay-source',
  /** The port that was dialled. */
  port: 'x-relay-port',
  /** The address that was dialled, where it was not the relay's own. */
  address: 'x-relay-address',
  /** UID of the pod, where the relay could tell. */
  podUid: 'x-relay-pod-uid',
  /** `1` when the connection comes from the relay's own node: a hostNetwork pod, or no pod at all. */
  ownNode: 'x-relay-own-node',
} as const;

/**
 * Of every tunnel's HTTP/2 session, at either end. One connection must not starve the others, and Node's guards against
 * hostile peers would cut off a busy cluster: the peer is our own program.
 */
export const sessionOptions = {
  settings: { initialWindowSize: 1024 * 1024, maxFrameSize: 64 * 1024, enablePush: false },
  peerMaxConcurrentStreams: 100_000,
  /** Megabytes. */
  maxSessionMemory: 1024,
  streamResetBurst: 1_000_000,
  streamResetRate: 1_000_000,
} as const;

/** Bytes that may be on the way to either end over all connections together. */
export const sessionWindow = 16 * 1024 * 1024;

/** The first line that comes on a connection; what comes after it stays there. Undefined when the connection ends, or `limit` bytes pass without one. */
export function readLine(connection: Duplex, limit = 4096): Promise<string | undefined> {
  return new Promise((resolve) => {
    let seen = Buffer.alloc(0);
    const finish = (line: string | undefined): void => {
      connection.off('readable', read);
      connection.off('end', ended);
      connection.off('close', ended);
      resolve(line);
    };
    const ended = (): void => finish(undefined);
    const read = (): void => {
      for (let chunk = connection.read(); chunk !== null; chunk = connection.read()) {
        seen = Buffer.concat([seen, chunk as Buffer]);
        const end = seen.indexOf('\n');
        if (end >= 0) {
          if (seen.length > end + 1) connection.unshift(seen.subarray(end + 1));
          finish(seen.toString('utf8', 0, end));
          return;
        }
        if (seen.length > limit) {
          finish(undefined);
          return;
        }
      }
    };
    connection.on('readable', read);
    connection.on('end', ended);
    connection.on('close', ended);
    // It may have broken before anybody listened.
    if (connection.destroyed) ended();
  });
}
