import type { KindMap } from '../../cluster-api.ts';
import type { NodeAgent } from '../../node-agent.ts';
import { badRequest } from '../../objects/api-error.ts';
import { containerName } from '../../objects/container-name.ts';
import { methodNotAllowed } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import { portForward } from './port-forward.ts';
import { remoteCommand } from './remote-command.ts';

export type StreamSubresource = 'portforward' | 'exec' | 'attach';

/** Answers a request that becomes a connection with a pod. Throws ApiError as long as it is a request. */
export async function answerStream(
  exchange: Exchange,
  subresource: StreamSubresource,
  pod: KindMap['Pod'],
  nodeAgent: NodeAgent,
): Promise<void> {
  const { method, upgrade } = exchange;
  if (method !== 'GET' && method !== 'POST') throw methodNotAllowed();
  const { namespace = '', name = '' } = pod.metadata ?? {};
  // Source: `streamLocation` in kubernetes/pkg/registry/core/pod/strategy.go.
  if (!pod.spec?.nodeName) throw badRequest(`pod ${name} does not have a host assigned`);
  if (!upgrade?.kind) throw badRequest('Upgrade request required');
  const key = { namespace, name };
  if (subresource === 'portforward') return portForward(exchange, upgrade, nodeAgent.portForward(key));
  const container = containerName(pod, exchange.query.get('container') || undefined);
  const command = exchange.query.getAll('command');
  return remoteCommand(exchange, upgrade, () =>
    subresource === 'exec' ? nodeAgent.exec(key, container, command) : nodeAgent.attach(key, container),
  );
}
