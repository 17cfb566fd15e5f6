import type { RequestHead } from '../../environments/embedded/store/http/request-head.ts';
import { equalSignatures } from '../../environments/embedded/store/signature/authenticate.ts';
import { canonicalRequest } from '../../environments/embedded/store/signature/canonical-request.ts';
import {
  formatScope,
  hmac,
  parseTimestamp,
  sha256Hex,
  signingKey,
} from '../../environments/embedded/store/signature/signing-key.ts';
import type { StoredAccessKey } from '../directory.ts';
import type { Iam } from '../iam.ts';
import type { ServiceName } from './operations.ts';
import { QueryError } from './query-error.ts';

export interface QueryCaller {
  readonly service: ServiceName;
  readonly key: StoredAccessKey;
}

const skewMilliseconds = 15 * 60 * 1000;
const shape =
  /^AWS4-HMAC-SHA256 Credential=(?<id>[^/,]+)\/(?<date>\d{8})\/(?<region>[^/,]+)\/(?<service>iam|sts)\/aws4_request, ?SignedHeaders=(?<headers>[^,]+), ?Signature=(?<signature>[0-9a-f]{64})$/;

/** Verifies a signature of version 4 for IAM or STS; any region will do. Throws `QueryError`. */
export function authenticateQuery(iam: Iam, head: RequestHead, body: Buffer, now: number): QueryCaller {
  const fields = shape.exec(head.headers.get('authorization') ?? '')?.groups;
  const { id = '', date = '', region = '', service = 'iam', headers = '', signature = '' } = fields ?? {};
  const timestamp = head.headers.get('x-amz-date') ?? '';
  const time = parseTimestamp(timestamp);
  if (fields === undefined || time === undefined || !timestamp.startsWith(date)) {
    throw new QueryError('IncompleteSignature', 'The request signature does not conform to AWS standards.');
  }
  const key = iam.directory.keys.get(id);
  if (key === undefined || !key.active)
    throw new QueryError('InvalidClientTokenId', 'The security token included in the request is invalid.');
  if (Math.abs(now - time) > skewMilliseconds) {
    const server = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
    throw new QueryError(
      'SignatureDoesNotMatch',
      time < now
        ? `Signature expired: ${timestamp} is now earlier than ${server} (${server} - 15 min.)`
        : `Signature not yet current: ${timestamp} is still later than ${server} (${server} + 15 min.)`,
    );
  }
  const scope = { date, region, service };
  const canonical = canonicalRequest(head, headers.split(';'), sha256Hex(body));
  const stringToSign = ['AWS4-HMAC-SHA256', timestamp, formatScope(scope), sha256Hex(canonical)].join('\n');
  const expected = hmac(signingKey(key.secretAccessKey, scope), stringToSign).toString('hex');
  if (!equalSignatures(expected, signature)) {
    throw new QueryError(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
  return { service: service as ServiceName, key };
}
