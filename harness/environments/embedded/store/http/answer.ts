import type { S3Error } from '../errors/s3-error.ts';
import type { Outgoing } from './incoming.ts';
import { s3Namespace, type XmlContent, xmlDocument } from './xml.ts';

/** What an operation answers; the pipeline adds ids, date and server name. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: Buffer | string;
}

/** Identifies an answer, as in S3's `x-amz-request-id` and `x-amz-id-2`. */
export interface AnswerIds {
  readonly requestId: string;
  readonly hostId: string;
}

/** A 200 with an XML document in S3's namespace. */
export function xmlAnswer(root: string, content: XmlContent, headers: Answer['headers'] = {}): Answer {
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

/** Writes an answer; one to HEAD, and a 304, keeps its headers and loses its body. */
export function sendAnswer(response: Outgoing, method: string, answer: Answer, ids: AnswerIds, date: Date): void {
  const bodiless = method === 'HEAD' || answer.status === 204 || answer.status === 304;
  const body = answer.body ?? '';
  const length = method === 'HEAD' && answer.status >= 400 ? 0 : Buffer.byteLength(body);
  const headers: Record<string, string | number> = {
    'x-amz-request-id': ids.requestId,
    'x-amz-id-2': ids.hostId,
    date: date.toUTCString(),
    server: 'AmazonS3',
    ...(answer.status === 204 || answer.status === 304 ? {} : { 'content-length': length }),
    ...answer.headers,
  };
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(bodiless ? undefined : body);
}
