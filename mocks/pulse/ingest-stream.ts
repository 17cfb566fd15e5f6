import { fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import type { HandlerContext } from '@connectrpc/connect';
import {
  EventStoreService,
  IngestBatchRequestSchema,
  type IngestRequest,
  IngestRequestSchema,
  type IngestResponseSchema,
} from '../proto/gen/eventstore/v1/event_store_pb.js';
import type { UnaryCall } from '../serve/rpc-bridge.ts';

/** Older agents' stream: each message goes the way of a batch and is answered with the counts of what was accepted. */
export async function* ingestStream(
  messages: AsyncIterable<IngestRequest>,
  context: HandlerContext,
  call: UnaryCall,
): AsyncGenerator<MessageInitShape<typeof IngestResponseSchema>> {
  let totalAcceptedCount = 0;
  for await (const message of messages) {
    // The two messages have the same numbers, and bytes keep what the definitions do not know.
    const batch = fromBinary(IngestBatchRequestSchema, toBinary(IngestRequestSchema, message));
    await call(EventStoreService.method.ingestBatch, batch, context);
    totalAcceptedCount += batch.events.length;
    yield { totalAcceptedCount, acceptedCount: batch.events.length };
  }
}
