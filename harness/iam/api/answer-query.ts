import { randomUUID } from 'node:crypto';
import { S3Error } from '../../environments/embedded/store/errors/s3-error.ts';
import type { Incoming, Outgoing } from '../../environments/embedded/store/http/incoming.ts';
import { readHead } from '../../environments/embedded/store/http/request-head.ts';
import { type XmlElements, xmlDocument } from '../../environments/embedded/store/http/xml.ts';
import { signedService } from '../../environments/embedded/store/other-services.ts';
import type { Iam } from '../iam.ts';
import { authenticateQuery } from './authenticate-query.ts';
import { findOperation, namespaces, type ServiceName } from './operations.ts';
import { Parameters } from './parameters.ts';
import { QueryError } from './query-error.ts';

const largestBody = 256 * 1024;

/** Answers one request of the query protocol: verifies who signed, asks for the right, runs the action. */
export async function answerQuery(iam: Iam, now: () => number, request: Incoming, response: Outgoing): Promise<void> {
  const requestId = randomUUID();
  const service: ServiceName = signedService(request) === 'sts' ? 'sts' : 'iam';
  try {
    const { action, result } = runQuery(iam, now, request, await readBody(request));
    const content: XmlElements = {
      ...(result === undefined ? {} : { [`${action}Result`]: result }),
      ResponseMetadata: { RequestId: requestId },
    };
    send(response, 200, requestId, xmlDocument(`${action}Response`, content, namespaces[service]));
  } catch (error) {
    const { status, code, message } = refusalOf(error);
    const content = {
      Error: { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message },
      RequestId: requestId,
    };
    send(response, status, requestId, xmlDocument('ErrorResponse', content, namespaces[service]));
  }
  request.resume();
}

function runQuery(
  iam: Iam,
  now: () => number,
  request: Incoming,
  body: Buffer,
): { readonly action: string; readonly result: XmlElements | undefined } {
  const caller = authenticateQuery(iam, readHead(request), body, now());
  const parameters = new Parameters(body.length > 0 ? body.toString('utf8') : (request.url ?? '').split('?')[1]);
  const action = parameters.optional('Action') ?? '';
  const operation = findOperation(caller.service, action, parameters.optional('Version') ?? '');
  const target = { iam, now, caller, parameters };
  if (operation.right !== undefined) {
    const verdict = iam.authorize({
      accessKeyId: caller.key.accessKeyId,
      action: operation.right,
      resource: operation.resource(target),
      context: {},
    });
    // IAM puts no quotation marks around the resource, S3 does.
    if (!verdict.allowed) throw new QueryError('AccessDenied', verdict.reason.replaceAll('"', ''));
  }
  return { action, result: operation.run(target) };
}

function refusalOf(error: unknown): QueryError {
  if (error instanceof QueryError) return error;
  // Only the head is read as S3 reads it.
  if (error instanceof S3Error) return new QueryError('ValidationError', error.message);
  return new QueryError(
    'InternalFailure',
    'The request processing has failed because of an unknown error, exception or failure.',
  );
}

async function readBody(request: Incoming): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > largestBody) throw new QueryError('RequestEntityTooLarge', 'Request entity too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response: Outgoing, status: number, requestId: string, body: string): void {
  if (response.destroyed) return;
  response.statusCode = status;
  response.setHeader('content-type', 'text/xml');
  response.setHeader('content-length', Buffer.byteLength(body));
  response.setHeader('x-amzn-requestid', requestId);
  response.end(body);
}
