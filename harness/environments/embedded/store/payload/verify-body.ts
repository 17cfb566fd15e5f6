import { S3Error } from '../errors/s3-error.ts';
import { consumeBody } from '../http/consume-body.ts';
import type { Incoming, Outgoing } from '../http/incoming.ts';
import type { RequestHead } from '../http/request-head.ts';
import type { Signer } from '../signature/authenticate.ts';
import { BodyDigests } from './body-digests.ts';
import type { Checksum, ChecksumAlgorithm } from './checksum.ts';
import { ChunkDecoder } from './chunk-decoder.ts';
import { ChunkVerifier } from './chunk-verifier.ts';
import { claimedAlgorithm, readIntegrityClaims, verifyIntegrity } from './integrity.ts';
import { type PayloadMode, parsePayloadMode } from './payload-mode.ts';

export interface BodySource {
  readonly request: Incoming;
  readonly response: Outgoing;
  readonly head: RequestHead;
  readonly signer: Signer;
}

/** Takes the content of a body as it comes, before the whole is known to hold. */
export interface BodySink {
  /** Whether `write` copies, so that its argument is free again when it returns. */
  readonly copies: boolean;
  write(bytes: Buffer): void;
  /** What to await before more is written; undefined where there is room. */
  drained(): Promise<unknown> | undefined;
}

/** What the head of a body announces. */
export interface AnnouncedBody {
  /** Bytes of content. */
  readonly length: number;
  /** Of the checksum that will be computed. */
  readonly algorithm: ChecksumAlgorithm;
}

export interface VerifyOptions {
  /** Most bytes of content that are taken. */
  readonly limit: number;
  /** Checksum to compute; unless given the one that the client claims, else CRC-64/NVME, which S3 itself adds. */
  readonly algorithm?: ChecksumAlgorithm | undefined;
  /** Makes what takes the content. */
  sink(body: AnnouncedBody): BodySink | Promise<BodySink>;
}

/** What is known of a body whose length, hash, signatures and checksums hold. */
export interface VerifiedBody {
  readonly md5: Buffer;
  readonly checksum: Checksum;
  /** Whether the client sent this checksum, which is proven then. */
  readonly claimed: boolean;
}

/**
 * Reads and verifies a body while it streams into a sink. What the head alone refutes is refused before a byte is read, so
 * that a client that sent `Expect: 100-continue` never sends it. Throws as S3 does; the sink has taken part of a body then.
 */
export async function verifyBody(source: BodySource, options: VerifyOptions): Promise<VerifiedBody> {
  const { head, signer, response } = source;
  const { limit } = options;
  const mode = parsePayloadMode(signer.payloadHash);
  const claims = readIntegrityClaims(head);
  const length = announcedLength(head, mode);
  if (length > limit) throw tooLarge(length, limit);
  if (head.headers.get('expect')?.toLowerCase() === '100-continue') response.writeContinue?.();

  const claimed = claimedAlgorithm(claims);
  const algorithm = options.algorithm ?? claimed ?? 'crc64nvme';
  const signedHash = mode.kind === 'plain' ? mode.sha256 : undefined;
  const digests = new BodyDigests(algorithm, claimed, signedHash !== undefined);
  const trailers = await transfer(source, mode, limit, digests, await options.sink({ length, algorithm }));
  if (digests.length !== length) {
    throw new S3Error('IncompleteBody', {
      message: 'You did not provide the number of bytes specified by the Content-Length HTTP header',
      fields: { NumberBytesExpected: length, NumberBytesProvided: digests.length },
    });
  }
  const computed = digests.finish();
  if (computed.sha256 !== signedHash) {
    throw new S3Error('XAmzContentSHA256Mismatch', {
      fields: { ClientComputedContentSHA256: signedHash, S3ComputedContentSHA256: computed.sha256 },
    });
  }
  verifyIntegrity(claims, computed, trailers);
  return {
    md5: computed.md5,
    checksum: { algorithm, value: computed.checksum, type: 'FULL_OBJECT' },
    claimed: claimed === algorithm,
  };
}

async function transfer(
  { request, signer }: BodySource,
  mode: PayloadMode,
  limit: number,
  digests: BodyDigests,
  sink: BodySink,
): Promise<ReadonlyMap<string, string>> {
  const take = (bytes: Buffer) => {
    digests.update(bytes);
    sink.write(bytes);
  };
  if (mode.kind === 'plain') {
    await consumeBody(request, (bytes) => {
      if (digests.length + bytes.length > limit) throw tooLarge(digests.length + bytes.length, limit);
      take(bytes);
      if (sink.copies) freeAtOnce(bytes);
      return sink.drained();
    });
    return new Map();
  }
  const verifier = mode.signed ? new ChunkVerifier(signer.seed) : undefined;
  const decoder = new ChunkDecoder({ verifier, trailer: mode.trailer, limit, onContent: take });
  await consumeBody(request, (bytes) => {
    decoder.push(bytes);
    if (sink.copies && decoder.consumed) freeAtOnce(bytes);
    return sink.drained();
  });
  return decoder.finish();
}

/**
 * Gives back the memory of bytes that nobody needs any more. The collector would do so when 64 MB of such have gathered, which
 * is more than the rest of the store takes.
 */
function freeAtOnce({ buffer, length }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}

function announcedLength({ headers }: RequestHead, mode: PayloadMode): number {
  if (mode.kind === 'plain' && headers.has('transfer-encoding')) {
    throw new S3Error('NotImplemented', { fields: { Header: 'Transfer-Encoding' } });
  }
  const name = mode.kind === 'plain' ? 'content-length' : 'x-amz-decoded-content-length';
  const value = headers.get(name);
  if (value === undefined) throw new S3Error('MissingContentLength');
  if (!/^\d{1,15}$/.test(value)) {
    throw new S3Error('InvalidArgument', { fields: { ArgumentName: name, ArgumentValue: value } });
  }
  return Number(value);
}

function tooLarge(size: number, limit: number): S3Error {
  return new S3Error('EntityTooLarge', { fields: { ProposedSize: size, MaxSizeAllowed: limit } });
}
