import { randomUUID } from 'node:crypto';
import type { Incoming, Outgoing } from '../../environments/embedded/store/http/incoming.ts';
import { readHead } from '../../environments/embedded/store/http/request-head.ts';
import { type XmlElements, xmlDocument } from '../../environments/embedded/store/http/xml.ts';
import type { Iam } from '../iam.ts';
import { authenticateQuery } from './authenticate-query.ts';
import { findOperation, namespaces, type ServiceName } from './operations.ts';
import { Parameters } from './parameters.ts';
import { QueryError } from './query-error.ts';

const largestBody = 256 * 1024;

/** Answers one request of the query protocol: verifies who signed, asks for the right, runs the action. Never throws. */
export async function answerQuery(iam: Iam, now: () => number, request: Incoming, response: Outgoing): Promise<void> {
  const requestId = randomUUID();
  let service: ServiceName = 'iam';
  try {
    const head = readHead(request);
    const body = await readBody(request);
    const caller = authenticateQuery(iam, head, body, now());
    service = caller.service;
    const parameters = new Parameters(body.length > 0 ? body.toString('utf8') : (request.url ?? '').split('?')[1]);
    const action = parameters.optional('Action') ?? '';
    const operation = findOperation(service, action, parameters.optional('Version') ?? '');
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
    const result = operation.run(target);
    send(
      response,
      200,
      requestId,
      xmlDocument(
        `${action}Response`,
        {
          ...(result === undefined ? {} : { [`${action}Result`]: result }),
          ResponseMetadata: { RequestId: requestId },
        } satisfies XmlElements,
        namespaces[service],
      ),
    );
  } catch (error) {
    const refusal =
      error instanceof QueryError
        ? error
        : new QueryError(
            'InternalFailure',
            'The request processing has failed because of an unknown error, exception or failure.',
          );
    const { status, code, message } = refusal;
    send(
      response,
      status,
      requestId,
      xmlDocument(
        'ErrorResponse',
        { Error: { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message }, RequestId: requestId },
        namespaces[service],
      ),
    );
  } finally {
    request.resume();
  }
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
