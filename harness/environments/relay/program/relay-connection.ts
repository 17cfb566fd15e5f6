import { type ClientHttp2Session, constants } from 'node:http2';
import type { Socket } from 'node:net';
import type { Finding } from './pod-finder.ts';
import { header } from './protocol.ts';

/** What is told of a connection. */
export interface RelayedConnection {
  readonly source: string;
  /** The port that was dialled. */
  readonly port: number;
  /** The address that was dialled, where it was not the relay's own. */
  readonly address: string | undefined;
  readonly finding: Finding;
}

/** Carries a pod's connection over a stream of its own: what either side ends or breaks is ended or broken on the other. */
export function relayConnection(
  socket: Socket,
  session: ClientHttp2Session,
  { source, port, address, finding }: RelayedConnection,
): void {
  const stream = session.request(
    {
      ':method': 'POST',
      ':path': '/',
      [header.source]: source,
      [header.port]: String(port),
      ...(address !== undefined && { [header.address]: address }),
      ...(finding.podUid !== undefined && { [header.podUid]: finding.podUid }),
      ...(finding.ownNode && { [header.ownNode]: '1' }),
    },
    { endStream: false },
  );
  stream.on('error', () => undefined);
  socket.pipe(stream);
  stream.pipe(socket);
  socket.on('close', () => {
    if (!(stream.writableEnded && stream.readableEnded)) stream.close(constants.NGHTTP2_CANCEL);
  });
  stream.on('close', () => {
    if (stream.rstCode === constants.NGHTTP2_NO_ERROR && !session.destroyed) socket.destroySoon();
    else socket.resetAndDestroy();
  });
}
