import type { Duplex } from 'node:stream';
import { methodNotAllowed } from './errors.ts';

/** Answers what is no HTTP as Go's server does, and ends the connection. */
export function refuseUnreadable(
  error: Error & { readonly code?: string; readonly rawPacket?: Buffer },
  socket: Duplex,
): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  if (error.code === 'HPE_INVALID_METHOD' && startsWithToken(error.rawPacket)) {
    const { status } = methodNotAllowed();
    answer(socket, '405 Method Not Allowed', 'application/json', `${JSON.stringify(status)}\n`);
  } else if (error.code === 'HPE_HEADER_OVERFLOW') {
    answer(
      socket,
      '431 Request Header Fields Too Large',
      'text/plain; charset=utf-8',
      '431 Request Header Fields Too Large',
    );
  } else {
    answer(socket, '400 Bad Request', 'text/plain; charset=utf-8', '400 Bad Request');
  }
}

function answer(socket: Duplex, status: string, type: string, body: string): void {
  const head = `Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`;
  socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`, () => socket.destroy());
}

/** Any word could be a method; other bytes are no HTTP at all. */
function startsWithToken(packet: Buffer | undefined): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+ /.test(packet?.subarray(0, 100).toString('latin1') ?? '');
}
