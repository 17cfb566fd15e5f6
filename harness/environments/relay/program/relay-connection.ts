import { type ClientHttp2Session, constants } from 'node:http2';
import type { Socket } from 'node:net';
import type { Finding } from './pod-finder.ts';
import { header } from './protocol.ts';

/** Carries a pod's connection over a stream of its own: what either side ends or breaks is ended or broken on the other. */
export function relayConnection(
  socket: Socket,
  session: ClientHttp2Session,
  { source, port, finding }: { readonly source: string; readonly port: number; readonly finding: Finding },
): void {
  const stream = session.request(
    {
      ':method': 'POST',
      ':path': '/',
      [header.source]: source,
      [header.port]: String(port),
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
