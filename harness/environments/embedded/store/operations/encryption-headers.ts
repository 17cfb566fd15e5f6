import { createHash } from 'node:crypto';
import { S3Error } from '../errors/s3-error.ts';
import type { RequestHead } from '../http/request-head.ts';
import { equalSignatures } from '../signature/authenticate.ts';
import type { Bucket } from '../storage/bucket.ts';
import type { Encryption } from '../storage/encryption.ts';
import { child, textOf } from './bucket-configuration/configuration-kind.ts';

const sse = 'x-amz-server-side-encryption';
const keyBytes = 32;

/** Prefix of the headers that carry a customer's key: of the request's own object, or of the source of a copy. */
export type CustomerKeyPrefix =
  | 'x-amz-server-side-encryption-customer-'
  | 'x-amz-copy-source-server-side-encryption-customer-';

const own: CustomerKeyPrefix = 'x-amz-server-side-encryption-customer-';

/** How a new object is to be encrypted: as the headers say, else as the bucket does by default. Throws `InvalidArgument`. */
export function readEncryption(head: RequestHead, bucket: Bucket): Encryption {
  const method = head.headers.get(sse);
  const keyId = head.headers.get(`${sse}-aws-kms-key-id`);
  const keyMd5 = readCustomerKey(head, own);
  if (keyMd5 !== undefined) {
    if (method !== undefined) {
      throw invalid(
        sse,
        method,
        'Server Side Encryption with Customer provided key is incompatible with the encryption method specified',
      );
    }
    return { kind: 'customer', keyMd5 };
  }
  if (method === undefined && keyId === undefined) return defaultEncryption(bucket);
  if (method === 'aws:kms' || method === 'aws:kms:dsse') {
    return {
      kind: method,
      keyId: keyArn(bucket, keyId),
      bucketKey: head.headers.get(`${sse}-bucket-key-enabled`)?.toLowerCase() === 'true',
      context: head.headers.get(`${sse}-context`),
    };
  }
  if (keyId !== undefined) {
    throw invalid(sse, method, `Server Side Encryption with AWS KMS managed key requires HTTP header ${sse} : aws:kms`);
  }
  if (method !== 'AES256') throw invalid(sse, method, 'The encryption method specified is not supported');
  return { kind: 'AES256' };
}

function defaultEncryption(bucket: Bucket): Encryption {
  const rule = child(bucket.configurations.get('encryption'), 'Rule');
  const byDefault = child(rule, 'ApplyServerSideEncryptionByDefault');
  const kind = textOf(byDefault, 'SSEAlgorithm');
  if (kind !== 'aws:kms' && kind !== 'aws:kms:dsse') return { kind: 'AES256' };
  return {
    kind,
    keyId: keyArn(bucket, textOf(byDefault, 'KMSMasterKeyID')),
    bucketKey: textOf(rule, 'BucketKeyEnabled') === 'true',
    context: undefined,
  };
}

/** The headers that tell how an object is encrypted. */
export function encryptionHeaders(encryption: Encryption): Record<string, string> {
  switch (encryption.kind) {
    case 'AES256':
      return { [sse]: 'AES256' };
    case 'customer':
      return { [`${own}algorithm`]: 'AES256', [`${own}key-md5`]: encryption.keyMd5 };
    default:
      return {
        [sse]: encryption.kind,
        [`${sse}-aws-kms-key-id`]: encryption.keyId,
        ...(encryption.bucketKey ? { [`${sse}-bucket-key-enabled`]: 'true' } : {}),
        ...(encryption.context === undefined ? {} : { [`${sse}-context`]: encryption.context }),
      };
  }
}

/** Whether a reader may have an object: what a customer's key encrypts is for who sends that key. Throws as S3 does. */
export function requireDecryptable(head: RequestHead, encryption: Encryption, prefix: CustomerKeyPrefix = own): void {
  const keyMd5 = readCustomerKey(head, prefix);
  if (encryption.kind === 'customer') {
    if (keyMd5 === undefined) {
      throw new S3Error('InvalidRequest', {
        message:
          'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
      });
    }
    if (!equalSignatures(encryption.keyMd5, keyMd5)) {
      throw new S3Error('AccessDenied', {
        message:
          'Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.',
      });
    }
  } else if (keyMd5 !== undefined) {
    throw new S3Error('InvalidRequest', { message: 'The encryption parameters are not applicable to this object.' });
  }
}

/** MD5 of the key that a customer sends; undefined for none. Source: S3 user guide, "Specifying SSE-C". */
function readCustomerKey({ headers, secure, target }: RequestHead, prefix: CustomerKeyPrefix): string | undefined {
  const [algorithm, key, md5] = ['algorithm', 'key', 'key-md5'].map((name) => headers.get(prefix + name));
  if (algorithm === undefined && key === undefined && md5 === undefined) return undefined;
  const must = (what: string) => `Requests specifying Server Side Encryption with Customer provided keys must ${what}.`;
  // An endpoint that is none of AWS's has no TLS to insist on.
  if (!secure && (target.global || target.hostRegion !== undefined))
    throw new S3Error('InvalidRequest', { message: must('be made over a secure connection') });
  if (algorithm === undefined) throw invalidKey(must('provide a valid encryption algorithm'));
  if (algorithm !== 'AES256') {
    throw new S3Error('InvalidEncryptionAlgorithmError', {
      fields: { ArgumentName: `${prefix}algorithm`, ArgumentValue: algorithm },
    });
  }
  if (key === undefined) throw invalidKey(must('provide an appropriate secret key'));
  if (md5 === undefined) throw invalidKey(must('provide the client calculated MD5 of the secret key'));
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length !== keyBytes) throw invalidKey('The secret key was invalid for the specified algorithm.');
  if (createHash('md5').update(bytes).digest('base64') !== md5) {
    throw invalidKey('The calculated MD5 hash of the key did not match the hash that was provided.');
  }
  return md5;
}

/** ARN of the account's own key for S3, whose identifier follows from the account here. */
export function ownKeyArn({ region, accountId }: Bucket): string {
  const digits = createHash('sha256').update(`aws/s3 ${region} ${accountId}`).digest('hex');
  const ownKey = [8, 4, 4, 4, 12].map((length, index) => digits.slice(index * 12, index * 12 + length)).join('-');
  return `arn:aws:kms:${region}:${accountId}:key/${ownKey}`;
}

/** The ARN that S3 answers with; without a key it is the account's own for S3. */
function keyArn(bucket: Bucket, keyId: string | undefined): string {
  if (keyId === undefined) return ownKeyArn(bucket);
  if (keyId.startsWith('arn:')) return keyId;
  const resource = keyId.startsWith('alias/') ? keyId : `key/${keyId}`;
  return `arn:aws:kms:${bucket.region}:${bucket.accountId}:${resource}`;
}

function invalid(name: string, value: string | undefined, message: string): S3Error {
  return new S3Error('InvalidArgument', { message, fields: { ArgumentName: name, ArgumentValue: value ?? 'null' } });
}

/** S3 names the header of the other ways of encryption, whichever of a customer's is wrong. */
function invalidKey(message: string): S3Error {
  return invalid('x-amz-server-side-encryption', undefined, message);
}
