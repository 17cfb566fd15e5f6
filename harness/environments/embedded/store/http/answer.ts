import type { S3Error } from '../errors/s3-error.ts';
import { Content } from '../storage/content.ts';
import type { Outgoing } from './incoming.ts';
import { s3Namespace, type XmlRootContent, xmlDocument } from './xml.ts';

/** What an operation answers; the pipeline adds ids, date and server name. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  /** A content is held by the answer, and let go when it is sent. */
  readonly body?: Content | string;
}

/** Identifies an answer, as in S3's `x-amz-request-id` and `x-amz-id-2`. */
export interface AnswerIds {
  readonly requestId: string;
  readonly hostId: string;
}

/** A 200 with an XML document in S3's namespace. */
export function xmlAnswer(root: string, content: XmlRootContent, headers: Answer['headers'] = {}): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', ...headers },
    body: xmlDocument(root, content, s3Namespace),
  };
}

/** The XML error document of S3; `resource` is the path that was asked for. */
export function errorAnswer(error: S3Error, resource: string, { requestId, hostId }: AnswerIds): Answer {
  return {
    status: error.status,
    headers: { 'content-type': 'application/xml', ...error.headers },
    body: xmlDocument('Error', {
      Code: error.code,
      Message: error.message,
      ...error.fields,
      Resource: resource,
      RequestId: requestId,
      HostId: hostId,
    }),
  };
}

/**
 * Writes an answer; one to HEAD, and a 304, keeps its headers and loses its body. Ends when a content that lies in files has
 * been handed over, as fast as the client takes it. Throws where it cannot be read to its end.
 */
export async function sendAnswer(
  response: Outgoing,
  method: string,
  { status, headers, body = '' }: Answer,
  ids: AnswerIds,
  date: Date,
): Promise<void> {
  using _ = body instanceof Content ? held(body) : undefined;
  if (response.destroyed) return;
  const empty = status === 204 || status === 304;
  response.statusCode = status;
  response.setHeader('x-amz-request-id', ids.requestId);
  response.setHeader('x-amz-id-2', ids.hostId);
  response.setHeader('date', date.toUTCString());
  response.setHeader('server', 'AmazonS3');
  if (!empty) response.setHeader('content-length', method === 'HEAD' && status >= 400 ? 0 : lengthOf(body));
  for (const name in headers) response.setHeader(name, headers[name] as string | number);
  if (empty || method === 'HEAD') {
    response.end();
    return;
  }
  const atHand = body instanceof Content ? body.inMemory() : body;
  if (atHand !== undefined) response.end(atHand);
  else await stream(body as Content, response);
}

/** Piece by piece: the memory of one is used again for the next, once the client has taken it. */
async function stream(content: Content, response: Outgoing): Promise<void> {
  for await (const bytes of content.stream()) {
    // The client may have gone while the piece was read, or while the last one was on its way.
    if (response.destroyed) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    response.once('close', resolve);
    response.write(bytes, (error) => (error ? reject(error) : resolve()));
    await promise;
    response.off('close', resolve);
  }
  if (!response.destroyed) response.end();
}

function held(content: Content): Disposable {
  return { [Symbol.dispose]: () => content.release() };
}

function lengthOf(body: Content | string): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length;
}
