import { S3Error } from '../errors/s3-error.ts';
import { queryValue, type RequestHead } from '../http/request-head.ts';
import type { CredentialScope } from './signing-key.ts';

/** What a request claims about its signer, before anything is verified. */
export interface Credentials {
  readonly source: 'header' | 'query';
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  readonly signedHeaders: readonly string[];
  /** Lower-case hex. */
  readonly signature: string;
  /** ISO 8601 basic, as sent. */
  readonly timestamp: string;
  /** Seconds that a presigned URL lives. */
  readonly expires: number | undefined;
}

const algorithm = 'AWS4-HMAC-SHA256';
const onlyV4 = `The authorization mechanism you have provided is not supported. Please use ${algorithm}.`;
const weekInSeconds = 604_800;

/** Reads who signed the request, and how; undefined for an anonymous one. Throws as S3 does for what is malformed. */
export function readCredentials(head: RequestHead): Credentials | undefined {
  const header = head.headers.get('authorization');
  const presigned =
    queryValue(head, 'X-Amz-Algorithm') !== undefined || queryValue(head, 'X-Amz-Signature') !== undefined;
  if (header !== undefined && presigned) {
    throw new S3Error('InvalidArgument', {
      message:
        'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
      fields: { ArgumentName: 'Authorization', ArgumentValue: header.split(' ')[0] },
    });
  }
  if (presigned) return fromQuery(head);
  if (queryValue(head, 'AWSAccessKeyId') !== undefined) throw new S3Error('InvalidRequest', { message: onlyV4 });
  return header === undefined ? undefined : fromHeader(head, header);
}

function fromHeader(head: RequestHead, header: string): Credentials {
  const malformed = (what: string) =>
    new S3Error('AuthorizationHeaderMalformed', { message: `The authorization header is malformed; ${what}` });
  const space = header.indexOf(' ');
  const mechanism = space === -1 ? header : header.slice(0, space);
  if (mechanism === 'AWS' || mechanism.startsWith('AWS4-')) {
    if (mechanism !== algorithm) throw new S3Error('InvalidRequest', { message: onlyV4 });
  } else {
    throw new S3Error('InvalidArgument', {
      message: 'Unsupported Authorization Type',
      fields: { ArgumentName: 'Authorization', ArgumentValue: mechanism },
    });
  }
  const parts = new Map(
    header
      .slice(space + 1)
      .split(',')
      .map((part) => part.trim())
      .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const),
  );
  const part = (name: string) => {
    const value = parts.get(name);
    if (value === undefined || value === '') throw malformed(`missing ${name}.`);
    return value;
  };
  const { accessKeyId, scope } = readCredential(part('Credential'), malformed);
  const timestamp = head.headers.get('x-amz-date');
  if (timestamp === undefined) {
    throw new S3Error('AccessDenied', { message: 'AWS authentication requires a valid Date or x-amz-date header' });
  }
  return {
    source: 'header',
    accessKeyId,
    scope,
    signedHeaders: part('SignedHeaders').toLowerCase().split(';'),
    signature: part('Signature'),
    timestamp,
    expires: undefined,
  };
}

function fromQuery(head: RequestHead): Credentials {
  const malformed = (message: string) => new S3Error('AuthorizationQueryParametersError', { message });
  const parameter = (name: string) => {
    const value = queryValue(head, name);
    if (value === undefined) {
      throw malformed(
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      );
    }
    return value;
  };
  if (parameter('X-Amz-Algorithm') !== algorithm) throw malformed(`X-Amz-Algorithm only supports "${algorithm}"`);
  const { accessKeyId, scope } = readCredential(parameter('X-Amz-Credential'), (what) =>
    malformed(`Error parsing the X-Amz-Credential parameter; ${what}`),
  );
  const expires = Number(parameter('X-Amz-Expires'));
  if (!Number.isInteger(expires)) throw malformed('X-Amz-Expires should be a number');
  if (expires < 0) throw malformed('X-Amz-Expires must be non-negative');
  if (expires > weekInSeconds) {
    throw malformed(
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    );
  }
  return {
    source: 'query',
    accessKeyId,
    scope,
    signedHeaders: parameter('X-Amz-SignedHeaders').toLowerCase().split(';'),
    signature: parameter('X-Amz-Signature'),
    timestamp: parameter('X-Amz-Date'),
    expires,
  };
}

/** Takes the value of `Credential` apart. Throws what `malformed` makes of the reason. */
export function readCredential(
  text: string,
  malformed: (what: string) => S3Error,
): { accessKeyId: string; scope: CredentialScope } {
  const parts = text.split('/');
  const [terminal, service, region, date] = parts.slice(-4).reverse();
  if (
    parts.length < 5 ||
    terminal !== 'aws4_request' ||
    !region ||
    !service ||
    date === undefined ||
    !/^\d{8}$/.test(date)
  ) {
    throw malformed('the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".');
  }
  if (service !== 's3') throw malformed(`incorrect service "${service}". This endpoint belongs to "s3".`);
  return { accessKeyId: parts.slice(0, -4).join('/'), scope: { date, region, service } };
}
