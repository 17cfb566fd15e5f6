import type { DescMethod } from '@bufbuild/protobuf';
import { EventStoreService } from '../../mocks/proto/gen/eventstore/v1/event_store_pb.js';
import { QscanSchedulerService } from '../../mocks/proto/gen/qscan/v1/scheduler_pb.js';

const services = [EventStoreService, QscanSchedulerService];

/** RPCs of Pulse by path (reference, pulse.md sections 5 and 7). */
export const rpcMethods: ReadonlyMap<string, DescMethod> = new Map(
  services.flatMap(({ typeName, methods }) =>
    methods.map((method): [string, DescMethod] => [`/${typeName}/${method.name}`, method]),
  ),
);

/** Answers with YAML (reference, qplane.md section 2). */
export const configPath = '/deploy/config';

/** Plain HTTP calls of Qplane and Pulse, with JSON but for the config (reference, qplane.md section 2, pulse.md section 3). */
export const restPaths: readonly string[] = [
  '/deploy/ping',
  '/deploy/registration',
  configPath,
  '/deploy/certificate',
  '/api/v1/heartbeat',
];
