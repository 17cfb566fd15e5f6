import type { Content } from '../storage/content.ts';
import type { ContentWriter } from '../storage/content-writer.ts';
import type { ChecksumAlgorithm } from './checksum.ts';
import { type BodySource, type VerifiedBody, verifyBody } from './verify-body.ts';

export interface BodyOptions {
  /** Most bytes of content that are taken. */
  readonly limit: number;
  /** Checksum to keep; unless given the one that the client claims, else CRC-64/NVME, which S3 itself adds. */
  readonly algorithm?: ChecksumAlgorithm | undefined;
  /** Where a content of so many bytes goes. */
  writer(bytes: number): ContentWriter;
}

/** A body whose length, hash, signatures and checksums hold. */
export interface ReceivedBody extends VerifiedBody {
  /** Not yet held by anyone: `retain` it, or let it go with `retain` and `release`. */
  readonly content: Content;
}

/** Reads and verifies a body into a content. Throws as S3 does; nothing is left of the body then. */
export async function receiveBody(
  source: BodySource,
  { limit, algorithm, writer }: BodyOptions,
): Promise<ReceivedBody> {
  const writers: ContentWriter[] = [];
  const sink = ({ length }: { readonly length: number }) => {
    const made = writer(length);
    writers.push(made);
    return made;
  };
  try {
    const verified = await verifyBody(source, { limit, algorithm, sink });
    return { ...verified, content: await (writers[0] as ContentWriter).finish() };
  } catch (error) {
    await writers[0]?.abandon();
    throw error;
  }
}
