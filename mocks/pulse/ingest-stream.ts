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
  for await (const message of untilDeadline(messages, context.signal)) {
    // The two messages have the same numbers, and bytes keep what the definitions do not know.
    const batch = fromBinary(IngestBatchRequestSchema, toBinary(IngestRequestSchema, message));
    await call(EventStoreService.method.ingestBatch, batch, context);
    totalAcceptedCount += batch.events.length;
    yield { totalAcceptedCount, acceptedCount: batch.events.length };
  }
}

/** Ends the wait for a message that does not come when the call is over. Rejects with the reason, of a deadline its error. */
async function* untilDeadline<T>(messages: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const over = Promise.withResolvers<never>();
  over.promise.catch(() => undefined);
  const abort = () => over.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  const iterator = messages[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await Promise.race([iterator.next(), over.promise]);
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
