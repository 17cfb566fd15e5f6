import { hostname } from 'node:os';
import type { Direction } from '../plugins/captured-exchange.ts';
import type { ConnectionPart } from '../probe/connection-reporter.ts';
import type { Event } from './event-sink.ts';
import { timestamp } from './timestamp.ts';

/**
 * Numbers of the enums of reference, pulse.md section 6. Written out, since what is generated brings the whole of protobuf with it,
 * which an agent without Pulse does without.
 */
const directions = { ingress: 1, 'egress-internal': 3, 'egress-external': 4 } as const satisfies Record<
  Direction,
  number
>;
const tcp = 1;
const http1 = 1;
const unspecified = 0;

/** A process of which nothing can be found out. */
const unresolved = { exe: '', container: '', image: '', pod: '', namespace: '' };

/** The event of a part of a connection. Whose it is stays unsaid where the agent does not see the node's processes (failure catalogue, `no-host-pid`). */
export function connectionEvent(
  part: ConnectionPart,
  { agentInstance, seesProcesses }: { readonly agentInstance: string; readonly seesProcesses: boolean },
): Event {
  const { isTls, isIntrospected } = part;
  const process = seesProcesses ? part.process : { ...part.process, ...unresolved };
  return {
    case: 'connection',
    value: {
      id: part.id,
      timestamp: timestamp(),
      direction: directions[part.direction],
      endpointId: part.endpointId,
      part: part.part,
      finalized: part.isFinal,
      tags: tagsOf(process.tags),
      socketProtocol: tcp,
      l7Protocol: !isTls || isIntrospected ? http1 : unspecified,
      system: { hostname: hostname(), agent: 'tap', agentInstance },
      source: {
        endpoint: {
          case: 'local',
          value: {
            exe: process.exe,
            container: {
              name: process.container,
              image: process.image,
              pod: { name: process.pod, namespace: process.namespace },
            },
          },
        },
      },
      destination: { endpoint: { case: 'remote', value: { address: part.remote } } },
      bytesSent: BigInt(part.bytesSent),
      bytesReceived: BigInt(part.bytesReceived),
      tlsProbeIntrospected: isTls && isIntrospected,
    },
  };
}

function tagsOf(tags: readonly string[]): { key: string; values: string[] }[] {
  const pairs = tags.map((tag) => {
    const colon = tag.indexOf(':');
    return colon < 0 ? { key: tag, value: '' } : { key: tag.slice(0, colon), value: tag.slice(colon + 1) };
  });
  return [...Map.groupBy(pairs, ({ key }) => key)].map(([key, all]) => ({
    key,
    values: all.map(({ value }) => value),
  }));
}
