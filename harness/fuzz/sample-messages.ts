import { create, type DescMessage, type MessageInitShape, toBinary, toJsonString } from '@bufbuild/protobuf';
import {
  type EventSchema,
  EventStoreService,
  IngestBatchRequestSchema,
  IngestRequestSchema,
} from '../../mocks/proto/gen/eventstore/v1/event_store_pb.js';
import {
  GetNextJobRequestSchema,
  QscanSchedulerService,
  SubmitJobReportRequestSchema,
} from '../../mocks/proto/gen/qscan/v1/scheduler_pb.js';

/** A message as a real agent would send it, from which broken ones are made. */
export interface SampleMessage {
  readonly schema: DescMessage;
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly binary: Uint8Array;
  readonly json: string;
}

const timestamp = { seconds: 1_767_225_600n, nanos: 5 };
const artifact = {
  timestamp,
  requestId: 'r-1',
  type: 'qscan_request',
  digest: 'a'.repeat(40),
  summary: { verbose: 'false', nested: { list: [1, 'two', null] } },
  tags: ['app:shop'],
};
const events: MessageInitShape<typeof EventSchema>[] = [
  { event: { case: 'artifact', value: artifact } },
  {
    event: { case: 'request', value: { id: 'r-1', timestamp, direction: 'egress', connectionId: 'c-1', status: 200 } },
  },
  { event: { case: 'connection', value: { id: 'c-1', timestamp, part: 1, tags: [{ key: 'app', values: ['shop'] }] } } },
];
const entity = { timestamp, entityType: 'US_SSN', score: 0.9, fieldPath: '$.ssn', valueHash: 'b'.repeat(64) };

/** A batch of events. */
export const ingestBatch = sample(IngestBatchRequestSchema, `/${EventStoreService.typeName}/IngestBatch`, { events });

/** One of each message that Pulse takes. */
export const sampleMessages: readonly SampleMessage[] = [
  ingestBatch,
  sample(IngestRequestSchema, `/${EventStoreService.typeName}/Ingest`, {
    events: [{ event: { case: 'artifact', value: artifact } }],
  }),
  sample(GetNextJobRequestSchema, `/${QscanSchedulerService.typeName}/GetNextJob`, {}),
  sample(SubmitJobReportRequestSchema, `/${QscanSchedulerService.typeName}/SubmitJobReport`, {
    scanId: 'scan-000001',
    result: { result: { case: 'success', value: { artifact, piiEntities: [entity, entity] } } },
  }),
];

function sample<Schema extends DescMessage>(
  schema: Schema,
  path: string,
  init: MessageInitShape<Schema>,
): SampleMessage {
  const message = create(schema, init);
  return { schema, path, binary: toBinary(schema, message), json: toJsonString(schema, message) };
}
