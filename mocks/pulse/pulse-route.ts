import type { EdgeRoute } from '../../harness/edge/edge-route.ts';
import { pulseHosts, role } from '../../harness/edge/hosts.ts';
import { EventStoreService } from '../proto/gen/eventstore/v1/event_store_pb.js';
import { QscanSchedulerService } from '../proto/gen/qscan/v1/scheduler_pb.js';
import { handlersRoute } from '../serve/handlers-route.ts';
import { rpcBridge } from '../serve/rpc-bridge.ts';
import { ingestStream } from './ingest-stream.ts';
import type { Pulse } from './pulse.ts';

const services = [EventStoreService, QscanSchedulerService];

/** Every RPC's path, also of a service that is not here: only Pulse can refuse it in the protocol of the call. */
const rpcPath = /^\/(?:\w+\.)*[A-Z]\w*\/\w+(?:\?|$)/;

/** Pulse at the Edge, under both its names: Connect, gRPC and gRPC-Web, and the heartbeat. */
export function pulseRoute({ handlers }: Pulse): EdgeRoute {
  return handlersRoute({
    name: 'pulse',
    matches: (host) => role(host) === 'pulse',
    matchesPath: (path) => path.startsWith('/api/v1/heartbeat') || rpcPath.test(path),
    canonicalHost: pulseHosts[0],
    handlers,
    rpc: rpcBridge({
      services,
      handlers,
      streams: (router, call) => {
        router.rpc(EventStoreService.method.ingest, (messages, context) => ingestStream(messages, context, call));
      },
    }),
  });
}
