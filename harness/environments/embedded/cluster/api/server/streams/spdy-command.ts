import { type CommandConnection, endAll, type WantedStreams } from './command-connection.ts';
import { SpdyConnection } from './spdy/spdy-connection.ts';
import type { SpdyStream } from './spdy/spdy-stream.ts';
import type { Upgrade } from './upgrade.ts';

/** exec and attach over SPDY/3.1, for clients before kubectl 1.31. Source: `v4ProtocolHandler` of the kubelet. */
export async function spdyCommand(upgrade: Upgrade, wanted: WantedStreams): Promise<CommandConnection> {
  const { transport } = upgrade.acceptSpdy(['v4.channel.k8s.io']);
  const awaited = new Set(['error', ...(['stdin', 'stdout', 'stderr'] as const).filter((name) => wanted[name])]);
  if (wanted.tty) awaited.add('resize');
  const streams = new Map<string, SpdyStream>();
  const complete = Promise.withResolvers<void>();
  const connection = new SpdyConnection(transport, {
    accepts: (headers) => awaited.has(headers.get('streamtype') ?? ''),
    onStream(stream) {
      const type = stream.headers.get('streamtype') ?? '';
      awaited.delete(type);
      streams.set(type, stream);
      // Only input is read; of the others the client sends no more than their end.
      if (type !== 'stdin') stream.resume();
      if (awaited.size === 0) complete.resolve();
    },
  });
  const left = new AbortController();
  void connection.closed.then(() => left.abort());
  await Promise.race([complete.promise, connection.closed]);
  const [stdin, stdout, stderr, error] = ['stdin', 'stdout', 'stderr', 'error'].map((name) => streams.get(name));
  return {
    streams: { stdin, stdout, stderr },
    gone: left.signal,
    async finish(status) {
      await endAll([stdout, stderr]);
      error?.write(JSON.stringify(status));
      await endAll([error]);
      stdin?.destroy();
      connection.close();
    },
  };
}
