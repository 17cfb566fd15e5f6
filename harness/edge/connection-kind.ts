import type { Duplex } from 'node:stream';

/** What a client speaks on a fresh connection. */
export type ConnectionKind = 'tls' | 'h2c' | 'http/1.1';

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const tlsHandshake = 0x16;

/** Tells from the first bytes what is spoken (RFC 9113 section 3.4 for the preface); undefined: more bytes are needed. */
export function connectionKind(bytes: Uint8Array): ConnectionKind | undefined {
  if (bytes.length === 0) return undefined;
  if (bytes[0] === tlsHandshake) return 'tls';
  const shared = Math.min(bytes.length, preface.length);
  if (!preface.subarray(0, shared).equals(bytes.subarray(0, shared))) return 'http/1.1';
  return bytes.length < preface.length ? undefined : 'h2c';
}

/** Reads just enough of a connection to tell its kind, puts the bytes back, and calls `decided`; a connection that ends before is dropped. */
export function detectConnectionKind(socket: Duplex, decided: (kind: ConnectionKind) => void): void {
  let seen = Buffer.alloc(0);
  const read = (): void => {
    const chunk: Buffer | null = socket.read();
    if (chunk === null) return;
    seen = Buffer.concat([seen, chunk]);
    const kind = connectionKind(seen);
    if (kind === undefined) return;
    socket.off('readable', read);
    socket.unshift(seen);
    decided(kind);
  };
  socket.on('readable', read);
}
