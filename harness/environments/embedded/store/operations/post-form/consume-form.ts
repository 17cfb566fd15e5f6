import { S3Error } from '../../errors/s3-error.ts';
import { consumeBody } from '../../http/consume-body.ts';
import type { RequestHead } from '../../http/request-head.ts';
import { BodyDigests, type FinishedDigests } from '../../payload/body-digests.ts';
import type { ChecksumAlgorithm } from '../../payload/checksum.ts';
import type { BodySource } from '../../payload/verify-body.ts';
import type { Content } from '../../storage/content.ts';
import type { ContentWriter } from '../../storage/content-writer.ts';
import { FormDecoder } from './form-decoder.ts';

/** Decides about a form. */
export interface FormReceiver {
  /** Called when the file begins, before a byte of it is taken; `fields` by lower-case name. Throws to refuse the form. */
  admit(fields: ReadonlyMap<string, string>, fileName: string): FileTerms;
}

/** What is asked of the file of a form. */
export interface FileTerms {
  /** Most bytes that are taken; what more means the receiver says with `size`. */
  readonly most: number;
  /** Of the checksum that the form claims; CRC-64/NVME for none. */
  readonly algorithm: ChecksumAlgorithm | undefined;
  /** Throws for a size that the form may not have, in bytes. */
  size(bytes: number): void;
}

export interface ReceivedForm {
  /** Not yet held by anyone. */
  readonly content: Content;
  readonly algorithm: ChecksumAlgorithm;
  readonly digests: FinishedDigests;
}

/** Reads a form; nothing is left of its file where it is refused. Throws as S3 does. */
export async function consumeForm(
  { request, response, head }: Omit<BodySource, 'signer'>,
  receiver: FormReceiver,
  openWriter: (bytes: number) => ContentWriter,
): Promise<ReceivedForm> {
  const boundary = readBoundary(head);
  const announced = Number(head.headers.get('content-length') ?? Number.NaN);
  if (!Number.isInteger(announced)) throw new S3Error('MissingContentLength');
  if (head.headers.get('expect')?.toLowerCase() === '100-continue') response.writeContinue?.();

  const fields = new Map<string, string>();
  let file: { terms: FileTerms; writer: ContentWriter; digests: BodyDigests } | undefined;
  const decoder = new FormDecoder(boundary, {
    field: (name, value) => fields.set(name, value),
    file(fileName) {
      const terms = receiver.admit(fields, fileName);
      const digests = new BodyDigests(terms.algorithm ?? 'crc64nvme', undefined, false);
      file = { terms, writer: openWriter(announced), digests };
    },
    content(bytes) {
      file?.digests.update(bytes);
      if (file !== undefined && file.digests.length > file.terms.most) file.terms.size(file.digests.length);
      file?.writer.write(bytes);
    },
  });
  try {
    await consumeBody(request, (bytes) => {
      decoder.push(bytes);
      return file?.writer.drained();
    });
    if (file === undefined) throw noFile();
    decoder.finish();
    file.terms.size(file.digests.length);
    const { algorithm } = file.digests;
    return { content: await file.writer.finish(), algorithm, digests: file.digests.finish() };
  } catch (error) {
    await file?.writer.abandon();
    throw error;
  }
}

function readBoundary({ headers }: RequestHead): string {
  const type = headers.get('content-type') ?? '';
  const boundary = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type);
  const text = boundary?.[1] ?? boundary?.[2];
  if (text !== undefined) return text;
  throw new S3Error('PreconditionFailed', {
    fields: { Condition: 'Bucket POST must be of the enclosure-type multipart/form-data' },
  });
}

function noFile(): S3Error {
  return new S3Error('InvalidArgument', {
    message: 'POST requires exactly one file upload per request.',
    fields: { ArgumentName: 'file', ArgumentValue: '0' },
  });
}
