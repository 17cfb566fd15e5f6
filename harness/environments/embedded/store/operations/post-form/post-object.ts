import { S3Error } from '../../errors/s3-error.ts';
import { type Answer, xmlAnswer } from '../../http/answer.ts';
import { claimedAlgorithm, readIntegrityClaims, verifyIntegrity } from '../../payload/integrity.ts';
import { uriEncode, uriEncodePath } from '../../signature/uri-encode.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import { encryptionHeaders } from '../encryption-headers.ts';
import { checksumHeaders, readObjectAttributes, versionHeader } from '../object-headers.ts';
import { type BucketContext, type Operation, objectArn } from '../operation.ts';
import { etagOf, storeObject } from '../store-object.ts';
import { requireKey } from '../write-object.ts';
import { formHeaders } from './form-headers.ts';
import { formSigner } from './form-signer.ts';
import { requirePolicy, type SizeRange } from './post-policy.ts';

/** What was decided about a form when its file began. */
interface AdmittedForm {
  readonly key: string;
  readonly fields: ReadonlyMap<string, string>;
}

/** An upload from a browser's form. Source: S3 API reference, "POST Object". */
export const postObject: Operation<BucketContext> = async (context) => {
  const { head } = context;
  let admitted: AdmittedForm | undefined;
  const { content, algorithm, digests } = await context.receiveForm({
    admit(fields, fileName) {
      const { key, range } = admit(context, fields, fileName);
      requireKey(key);
      admitted = { key, fields: new Map(fields) };
      const formHead = { ...head, headers: formHeaders(fields) };
      const most = Math.min(range.most, context.maxObjectBytes);
      return {
        most,
        algorithm: claimedAlgorithm(readIntegrityClaims(formHead)),
        size: (bytes) => requireSize(bytes, { least: range.least, most }),
      };
    },
  });
  content.retain();
  try {
    const { key, fields } = admitted as unknown as AdmittedForm;
    const formHead = { ...head, headers: formHeaders(fields) };
    verifyIntegrity(readIntegrityClaims(formHead), digests, new Map());
    const signer = { ...context.signer, principal: formSigner(fields, context.region, context.accounts) };
    const object = storeObject(context, key, {
      content,
      attributes: await readObjectAttributes({
        ...context,
        key,
        head: formHead,
        require: (action, resource) => context.requireFor(signer, action, resource),
      }),
      checksum: { algorithm, value: digests.checksum, type: 'FULL_OBJECT' },
      etag: etagOf(digests.md5),
    });
    return answer(context, fields, object);
  } finally {
    content.release();
  }
};

/** Where the file goes and what size it may have, if the policy holds and its signer may put the object. Throws otherwise. */
function admit(
  context: BucketContext,
  fields: ReadonlyMap<string, string>,
  fileName: string,
): { key: string; range: SizeRange } {
  const { bucket } = context;
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how S3 writes it.
  const key = fields.get('key')?.replaceAll('${filename}', baseName(fileName));
  if (!key) {
    throw new S3Error('InvalidArgument', {
      message:
        "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
      fields: { ArgumentName: 'key', ArgumentValue: '' },
    });
  }
  const principal = formSigner(fields, context.region, context.accounts);
  const policy = fields.get('policy');
  const range =
    policy === undefined
      ? { least: 0, most: Number.POSITIVE_INFINITY }
      : requirePolicy(policy, new Map([...fields, ['bucket', bucket.name]]), context.now());
  context.requireFor({ ...context.signer, principal }, 's3:PutObject', objectArn(bucket.name, key));
  return { key, range };
}

function requireSize(bytes: number, { least, most }: SizeRange): void {
  if (bytes > most) throw new S3Error('EntityTooLarge', { fields: { ProposedSize: bytes, MaxSizeAllowed: most } });
  if (bytes < least) throw new S3Error('EntityTooSmall', { fields: { ProposedSize: bytes, MinSizeAllowed: least } });
}

function answer({ head, bucket }: BucketContext, fields: ReadonlyMap<string, string>, object: StoredObject): Answer {
  const { key, etag } = object;
  const location = `${head.secure ? 'https' : 'http'}://${head.host}${uriEncodePath(
    head.target.style === 'path' ? `/${bucket.name}/${key}` : `/${key}`,
  )}`;
  const headers = {
    etag,
    location,
    ...versionHeader(bucket, object),
    ...encryptionHeaders(object.encryption),
    ...checksumHeaders(object.checksum),
  };
  const redirect = fields.get('success_action_redirect') ?? fields.get('redirect');
  if (redirect !== undefined && URL.canParse(redirect)) {
    const query = `bucket=${uriEncode(bucket.name)}&key=${uriEncode(key)}&etag=${uriEncode(etag)}`;
    return {
      status: 303,
      headers: { ...headers, location: `${redirect}${redirect.includes('?') ? '&' : '?'}${query}` },
    };
  }
  const status = fields.get('success_action_status');
  if (status === '201') {
    const { body } = xmlAnswer('PostResponse', { Location: location, Bucket: bucket.name, Key: key, ETag: etag });
    return { status: 201, headers: { ...headers, 'content-type': 'application/xml' }, ...(body && { body }) };
  }
  return { status: status === '200' ? 200 : 204, headers };
}

/** Browsers of old sent the whole path. */
function baseName(fileName: string): string {
  return fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
}
