import { lookup } from 'node:dns/promises';
import { hostname } from 'node:os';
import { encodeFrame } from '../../qtap/probe/probe-frame.ts';
import { Probes } from '../../qtap/probe/probes.ts';
import type { HttpCall, HttpCaller } from './http-caller.ts';

const nothing = Buffer.alloc(0);

/** A caller whose exchanges the node's probes see, as an eBPF probe sees those of any process. */
export function seenByProbes({ call }: HttpCaller, strategy: string): Pick<HttpCaller, 'call'> {
  const pod = hostname();
  const probes = new Probes({
    ...{ kind: 'process', pid: process.pid, exe: process.execPath, strategy, tags: '' },
    ...{ pod, namespace: '', container: 'qscan', image: 'qscan' },
  });
  const addressOf = async ({ hostname }: URL) => (await lookup(hostname)).address;
  return {
    async call(given: HttpCall) {
      const { url, method, path = `${url.pathname}${url.search}`, headers, body = nothing } = given;
      const startedAt = Date.now();
      const answer = await call(given);
      const duration = Date.now() - startedAt;
      const remoteAddress = await addressOf(url);
      const responseHeaders = Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
      );
      probes.report(() =>
        encodeFrame(
          {
            ...{ kind: 'exchange', connection: 1, remoteAddress, scheme: url.protocol.slice(0, -1) },
            ...{ authority: url.host, method, path, requestHeaders: headers, status: answer.status, responseHeaders },
            ...{ startedAt, duration, requestBytes: body.length, responseBytes: answer.body.length },
          },
          Buffer.from(body),
          answer.body,
        ),
      );
      return answer;
    },
  };
}
