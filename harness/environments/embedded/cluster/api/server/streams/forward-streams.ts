import type { ForwardPort } from '../../node-agent.ts';
import type { Headers } from './spdy/header-block.ts';
import type { SpdyHandler } from './spdy/spdy-connection.ts';
import type { SpdyStream } from './spdy/spdy-stream.ts';

/**
 * Pairs the streams of a port-forward connection, one for data and one for errors a local connection, and forwards each
 * pair. Source: `httpStreamHandler` in kubelet/pkg/cri/streaming/portforward/httpstream.go.
 */
export function forwardStreams(forward: ForwardPort): SpdyHandler {
  const waiting = new Map<string, SpdyStream>();
  return {
    accepts: (headers) => isPort(headers.get('port')) && ['data', 'error'].includes(headers.get('streamtype') ?? ''),
    onStream(stream) {
      const id = requestId(stream.headers, stream.id);
      const other = waiting.get(id);
      if (!other) {
        waiting.set(id, stream);
        stream.once('close', () => {
          if (waiting.get(id) === stream) waiting.delete(id);
        });
        return;
      }
      const type = (one: SpdyStream) => one.headers.get('streamtype');
      if (type(other) === type(stream)) {
        const text = `error processing stream for request ${id}: ${type(stream)} stream already assigned`;
        (type(other) === 'error' ? other : stream).write(text);
        return;
      }
      waiting.delete(id);
      const [data, error] = type(stream) === 'data' ? [stream, other] : [other, stream];
      void forwardPair(forward, data, error);
    },
  };
}

async function forwardPair(forward: ForwardPort, data: SpdyStream, error: SpdyStream): Promise<void> {
  // The client sends nothing there; read to its end, or the stream would never be over.
  error.resume();
  try {
    await forward(Number(data.headers.get('port')), data);
    error.end();
  } catch (reason) {
    error.end(reason instanceof Error ? reason.message : String(reason));
    data.destroy();
  }
}

function isPort(text = ''): boolean {
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

/** Clients before Kubernetes 1.2 name no request; their streams come in pairs, the error stream first. */
function requestId(headers: Headers, stream: number): string {
  return headers.get('requestid') ?? String(headers.get('streamtype') === 'error' ? stream : stream - 2);
}
