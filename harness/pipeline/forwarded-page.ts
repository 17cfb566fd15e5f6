import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Pod } from '../kubernetes/cluster-client.ts';
import { connection } from '../kubernetes/connection.ts';
import { openPortForward } from '../kubernetes/port-forward.ts';
import type { Pipeline } from './pipeline.ts';

/**
 * What `curl` gets of a pod's port behind `kubectl port-forward`. Throws the kubelet's words where the port refuses, and an error
 * with the status where the answer is none of success.
 */
export async function forwardedPage(
  { environment }: Pick<Pipeline, 'environment'>,
  { metadata }: Pod,
  port: number,
  path: string,
): Promise<string> {
  const { namespace = '', name = '' } = metadata ?? {};
  const cluster = await connection(environment.kubeconfig);
  const stream = await openPortForward(cluster, { namespace, pod: name, port });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  // The request only hears that its connection closed; the stream knows the kubelet's reason.
  const fail = (error: Error) => reject(stream.errored ?? error);
  const headers = { host: `localhost:${port}`, connection: 'close' };
  request({ createConnection: () => stream, path, headers })
    .on('error', fail)
    .on('response', (response) => {
      const status = response.statusCode ?? 0;
      text(response).then((body) => (status === 200 ? resolve(body) : fail(new Error(`${path}: ${status}`))), fail);
    })
    .end();
  try {
    return await promise;
  } finally {
    stream.destroy();
  }
}
