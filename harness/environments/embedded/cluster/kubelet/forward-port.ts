import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ForwardTarget {
  /** Id of the pod's sandbox, which the runtime's messages name. */
  readonly sandbox: string;
  readonly port: number;
  /** Real loopback port behind it; undefined when nothing listens there. */
  readonly real: number | undefined;
}

/**
 * Connects a stream with a port of a pod until the connection is over. Rejects with containerd's words
 * (internal/cri/server/sandbox_portforward_linux.go), preceded by the kubelet's streaming server's.
 */
export async function forwardPort(target: ForwardTarget, stream: Duplex): Promise<void> {
  const { sandbox, port, real } = target;
  try {
    if (real === undefined) throw new Error(refused(target));
    const socket = connect({ host: '127.0.0.1', port: real, allowHalfOpen: true });
    const cut = () => socket.destroy();
    stream.once('close', cut);
    try {
      stream.pipe(socket).pipe(stream);
      await once(socket, 'close');
    } catch (error) {
      throw new Error(broken(error as NodeJS.ErrnoException, target));
    } finally {
      stream.off('close', cut);
    }
  } catch (error) {
    const namespace = `failed to execute portforward in network namespace "/var/run/netns/cni-${uuid(sandbox)}"`;
    const cause = (error as Error).message;
    throw new Error(`error forwarding port ${port} to pod ${sandbox}, uid : ${namespace}: ${cause}`);
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

function uuid(sandbox: string): string {
  return sandbox.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');
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
