import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ForwardTarget {
  /** Id of the pod's sandbox, which the runtime's messages name. */
  readonly sandbox: string;
  readonly port: number;
  /** Gives the real loopback port behind it, undefined when nothing listens there; absent when the pod is gone. */
  readonly find: (() => number | undefined) | undefined;
}

/**
 * Connects a stream with a port of a pod until the connection is over. Rejects with containerd's words
 * (internal/cri/server/sandbox_portforward_linux.go), preceded by the kubelet's streaming server's.
 */
export async function forwardPort(target: ForwardTarget, stream: Duplex): Promise<void> {
  const { sandbox, port, find } = target;
  try {
    if (!find) throw new Error(`network namespace for sandbox "${sandbox}" is closed`);
    const real = find();
    if (real === undefined) throw failed(sandbox, refused(target));
    await join(stream, real).catch((error: NodeJS.ErrnoException) => {
      throw failed(sandbox, broken(error, target));
    });
  } catch (error) {
    throw new Error(`error forwarding port ${port} to pod ${sandbox}, uid : ${(error as Error).message}`);
  } finally {
    stream.end();
    // What the client still sends goes nowhere, and must not hold up its other streams.
    stream.resume();
  }
}

/** The same for the life of a pod. Nothing but messages shows it. */
export function sandboxId(podUid: string): string {
  return createHash('sha256').update(podUid).digest('hex');
}

async function join(stream: Duplex, port: number): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  const cut = () => socket.destroy();
  stream.once('close', cut);
  try {
    stream.pipe(socket).pipe(stream);
    await once(socket, 'close');
  } finally {
    stream.off('close', cut);
  }
}

function failed(sandbox: string, cause: string): Error {
  const uuid = sandbox.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');
  return new Error(`failed to execute portforward in network namespace "/var/run/netns/cni-${uuid}": ${cause}`);
}

function refused({ sandbox, port }: ForwardTarget): string {
  const dial = (network: string, address: string) => `dial ${network} ${address}:${port}: connect: connection refused`;
  const place = `localhost:${port} inside namespace "${sandbox}"`;
  return `failed to connect to ${place}, IPv4: ${dial('tcp4', '127.0.0.1')} IPv6 ${dial('tcp6', '[::1]')} `;
}

function broken({ code, message }: NodeJS.ErrnoException, target: ForwardTarget): string {
  if (code === 'ECONNREFUSED') return refused(target);
  const address = `127.0.0.1:${target.port}`;
  return code === 'ECONNRESET' ? `read tcp4 ${address}: read: connection reset by peer` : message;
}
