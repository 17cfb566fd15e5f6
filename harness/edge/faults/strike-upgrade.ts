import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from './fault.ts';

/**
 * Lets a fault happen to a WebSocket's handshake: it waits, or is refused with a status; every other fault breaks the connection.
 * Resolves as `EdgeRoute.upgrade` does, which `upgrade` stands for.
 */
export async function strikeUpgrade(
  fault: Fault,
  socket: Duplex,
  upgrade: () => Promise<number | undefined>,
): Promise<number | undefined> {
  if (fault.kind === 'latency') {
    const left = new AbortController();
    socket.once('close', () => left.abort());
    await wait(fault.milliseconds, undefined, { signal: left.signal }).catch(() => undefined);
    return left.signal.aborted ? undefined : upgrade();
  }
  if (fault.kind !== 'status') {
    socket.destroy();
    return undefined;
  }
  const reason = STATUS_CODES[fault.status] ?? 'Fault';
  socket.end(`HTTP/1.1 ${fault.status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  return fault.status;
}
