import { S3Error } from '../errors/s3-error.ts';
import type { Incoming, Outgoing } from '../http/incoming.ts';
import type { RequestHead } from '../http/request-head.ts';
import type { Signer } from '../signature/authenticate.ts';
import { sha256Hex } from '../signature/signing-key.ts';
import type { Checksum } from './checksum.ts';
import { ChunkDecoder } from './chunk-decoder.ts';
import { ChunkVerifier } from './chunk-verifier.ts';
import { readIntegrityClaims, verifyIntegrity } from './integrity.ts';
import { type PayloadMode, parsePayloadMode } from './payload-mode.ts';

/** A body whose length, hash, signatures and checksums hold. */
export interface Payload {
  readonly content: Buffer;
  /** The checksum the client sent, proven. */
  readonly checksum: Checksum | undefined;
}

export interface PayloadSource {
  readonly request: Incoming;
  readonly response: Outgoing;
  readonly head: RequestHead;
  readonly signer: Signer;
  /** Most bytes of content that are taken. */
  readonly limit: number;
}

/**
 * Reads and verifies a body. What the head alone refutes is refused before a byte is read, so that a client that sent
 * `Expect: 100-continue` never sends it. Throws as S3 does; nothing may be stored then.
 */
export async function readPayload({ request, response, head, signer, limit }: PayloadSource): Promise<Payload> {
  const mode = parsePayloadMode(signer.payloadHash);
  const claims = readIntegrityClaims(head);
  const length = announcedLength(head, mode);
  if (length > limit) throw new S3Error('EntityTooLarge', { fields: { ProposedSize: length, MaxSizeAllowed: limit } });
  if (head.headers.get('expect')?.toLowerCase() === '100-continue') response.writeContinue?.();

  const { content, trailers } = await (mode.kind === 'plain'
    ? readPlain(request, limit)
    : readChunked(request, mode, signer, limit));
  if (content.length !== length) {
    throw new S3Error('IncompleteBody', {
      message: 'You did not provide the number of bytes specified by the Content-Length HTTP header',
      fields: { NumberBytesExpected: length, NumberBytesProvided: content.length },
    });
  }
  if (mode.kind === 'plain' && mode.sha256 !== undefined) {
    const calculated = sha256Hex(content);
    if (calculated !== mode.sha256) {
      throw new S3Error('XAmzContentSHA256Mismatch', {
        fields: { ClientComputedContentSHA256: mode.sha256, S3ComputedContentSHA256: calculated },
      });
    }
  }
  return { content, checksum: verifyIntegrity(claims, content, trailers) };
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

async function readPlain(
  request: Incoming,
  limit: number,
): Promise<{ content: Buffer; trailers: ReadonlyMap<string, string> }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of bodyOf(request)) {
    length += chunk.length;
    if (length > limit)
      throw new S3Error('EntityTooLarge', { fields: { ProposedSize: length, MaxSizeAllowed: limit } });
    chunks.push(chunk);
  }
  const [only, ...more] = chunks;
  return { content: only !== undefined && more.length === 0 ? only : Buffer.concat(chunks), trailers: new Map() };
}

async function readChunked(
  request: Incoming,
  { signed, trailer }: PayloadMode & { kind: 'chunked' },
  signer: Signer,
  limit: number,
): Promise<{ content: Buffer; trailers: ReadonlyMap<string, string> }> {
  const decoder = new ChunkDecoder({ verifier: signed ? new ChunkVerifier(signer.seed) : undefined, trailer, limit });
  for await (const chunk of bodyOf(request)) decoder.push(chunk);
  return decoder.finish();
}

/** Node's own async iterator destroys the request, and with it the connection, when the reader stops early. */
async function* bodyOf(request: Incoming): AsyncGenerator<Buffer> {
  try {
    yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } catch (error) {
    if (error instanceof S3Error) throw error;
    throw new S3Error('IncompleteBody');
  }
}
