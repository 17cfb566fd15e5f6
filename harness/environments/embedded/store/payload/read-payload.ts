import { MemoryWriter } from '../storage/memory-writer.ts';
import { receiveBody } from './receive-body.ts';
import type { BodySource } from './verify-body.ts';

/** A small body, for example an XML document, whose length, hash, signatures and checksums hold. */
export interface Payload {
  readonly content: Buffer;
}

/** Reads and verifies a small body in memory; `limit` in bytes. Throws as S3 does. */
export async function readPayload(source: BodySource, limit: number): Promise<Payload> {
  const { content } = await receiveBody(source, { limit, writer: () => new MemoryWriter() });
  return { content: content.read() };
}
