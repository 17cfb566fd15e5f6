import { S3Error } from '../errors/s3-error.ts';
import { xmlAnswer } from '../http/answer.ts';
import { readXml, xmlText } from '../http/read-xml.ts';
import { queryValue } from '../http/request-head.ts';
import { isBucketName } from '../storage/bucket-name.ts';
import { canonicalUserId } from '../storage/canonical-user-id.ts';
import { type BucketContext, type Operation, type OperationContext, xmlTime } from './operation.ts';

const usEast1 = 'us-east-1';
const ownerships = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'];
const largestDocument = 64 * 1024;

const mostBuckets = 10_000;

export const listBuckets: Operation<OperationContext> = ({ head, storage, signer }) => {
  const { accountId } = signer.principal;
  const prefix = queryValue(head, 'prefix');
  const region = queryValue(head, 'bucket-region');
  const most = readMostBuckets(queryValue(head, 'max-buckets'));
  const after = Buffer.from(queryValue(head, 'continuation-token') ?? '', 'base64').toString('utf8');
  const found = storage
    .buckets(accountId)
    .filter(({ name }) => name > after && name.startsWith(prefix ?? ''))
    .filter((bucket) => region === undefined || bucket.region === region);
  const page = found.slice(0, most);
  const last = found.length > most ? page.at(-1)?.name : undefined;
  return xmlAnswer('ListAllMyBucketsResult', {
    Owner: { ID: canonicalUserId(accountId) },
    Buckets: {
      Bucket: page.map((bucket) => ({
        Name: bucket.name,
        CreationDate: xmlTime(bucket.createdAt),
        BucketRegion: bucket.region,
      })),
    },
    Prefix: prefix,
    ContinuationToken: last === undefined ? undefined : Buffer.from(last).toString('base64'),
  });
};

function readMostBuckets(value: string | undefined): number {
  if (value === undefined) return mostBuckets;
  if (/^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= mostBuckets) return Number(value);
  throw new S3Error('InvalidArgument', {
    message: `Argument max-buckets must be an integer between 1 and ${mostBuckets}`,
    fields: { ArgumentName: 'max-buckets', ArgumentValue: value },
  });
}

export const createBucket: Operation<OperationContext> = async (context) => {
  const { head, storage, signer, region } = context;
  const name = head.target.bucket ?? '';
  if (!isBucketName(name)) throw new S3Error('InvalidBucketName', { fields: { BucketName: name } });

  const { content } = await context.payload(largestDocument);
  const constraint =
    content.length === 0
      ? undefined
      : xmlText(await readXml(content, 'CreateBucketConfiguration'), 'LocationConstraint');
  requireConstraint(constraint, region);
  const existing = storage.bucket(name);
  if (existing !== undefined) {
    if (existing.accountId !== signer.principal.accountId)
      throw new S3Error('BucketAlreadyExists', { fields: { BucketName: name } });
    // For compatibility with its beginnings, us-east-1 answers 200 to the owner.
    if (existing.region !== usEast1 || region !== usEast1)
      throw new S3Error('BucketAlreadyOwnedByYou', { fields: { BucketName: name } });
  } else {
    const ownership = readOwnership(head.headers.get('x-amz-object-ownership'));
    const acl = head.headers.get('x-amz-acl') ?? 'private';
    if (acl !== 'private' && ownership === 'BucketOwnerEnforced')
      throw new S3Error('InvalidBucketAclWithObjectOwnership', { fields: { BucketName: name } });
    const bucket = storage.create(name, constraint ?? region, signer.principal.accountId, context.now());
    bucket.configurations.set('ownershipControls', { Rule: { ObjectOwnership: ownership } });
    if (acl !== 'private') {
      const { requestedAcl } = await import('./bucket-configuration/acl.ts');
      bucket.configurations.set('acl', await requestedAcl(signer.principal.accountId, head, Buffer.alloc(0)));
    }
  }
  return {
    status: 200,
    headers: {
      location: region === usEast1 && constraint === undefined ? `/${name}` : `http://${name}.s3.amazonaws.com/`,
    },
  };
};

function readOwnership(value = 'BucketOwnerEnforced'): string {
  if (ownerships.includes(value)) return value;
  throw new S3Error('InvalidArgument', {
    message: `Invalid x-amz-object-ownership header: ${value}`,
    fields: { ArgumentName: 'x-amz-object-ownership' },
  });
}

function requireConstraint(constraint: string | undefined, region: string): void {
  if (constraint === undefined) {
    if (region !== usEast1) throw new S3Error('IllegalLocationConstraintException');
    return;
  }
  if (!/^[a-z]+(-[a-z0-9]+)+$/.test(constraint) || (constraint === usEast1 && region === usEast1)) {
    throw new S3Error('InvalidLocationConstraint', { fields: { LocationConstraint: constraint } });
  }
  if (region !== usEast1 && constraint !== region) {
    throw new S3Error('IllegalLocationConstraintException', {
      message: `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    });
  }
}

export const headBucket: Operation<BucketContext> = ({ bucket }) => ({
  status: 200,
  headers: {
    'content-type': 'application/xml',
    'x-amz-bucket-region': bucket.region,
    'x-amz-access-point-alias': 'false',
  },
});

export const deleteBucket: Operation<BucketContext> = ({ bucket, storage }) => {
  if (!bucket.empty) {
    const versioned = bucket.configurations.has('versioning');
    throw new S3Error('BucketNotEmpty', {
      ...(versioned
        ? { message: 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.' }
        : {}),
      fields: { BucketName: bucket.name },
    });
  }
  storage.remove(bucket.name);
  return { status: 204 };
};

export const getBucketLocation: Operation<BucketContext> = ({ bucket }) =>
  xmlAnswer('LocationConstraint', bucket.region === usEast1 ? undefined : bucket.region);
