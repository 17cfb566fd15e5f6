import { S3Error } from '../../errors/s3-error.ts';
import { xmlAnswer } from '../../http/answer.ts';
import { readXml } from '../../http/read-xml.ts';
import type { RequestHead } from '../../http/request-head.ts';
import type { XmlElements } from '../../http/xml.ts';
import type { Bucket } from '../../storage/bucket.ts';
import { canonicalUserId } from '../../storage/canonical-user-id.ts';
import { type BucketContext, bucketArn, type Operation } from '../operation.ts';
import { blockedAccess } from './blocked-access.ts';
import { child, children, textOf } from './configuration-kind.ts';
import { grantee, groups, headerGrants, permissions, requireGrantee } from './grants.ts';
import { any, elements, maybe, one, repeated, shaped, text } from './xml-shape.ts';

const largestDocument = 256 * 1024;
const mostGrants = 100;

const shape = elements({
  Owner: maybe(elements({ ID: maybe(text()), DisplayName: maybe(text()) })),
  AccessControlList: maybe(
    elements({
      Grant: any(
        elements({
          Grantee: one(
            elements({
              ID: maybe(text()),
              DisplayName: maybe(text()),
              URI: maybe(text()),
              EmailAddress: maybe(text()),
            }),
          ),
          Permission: one(text(...permissions)),
        }),
      ),
    }),
  ),
});

/** Who else is granted what by the canned lists. Source: S3 user guide, "Canned ACL". */
const canned: Readonly<Record<string, readonly (readonly [group: string, permission: string])[]>> = {
  private: [],
  'public-read': [[groups.allUsers, 'READ']],
  'public-read-write': [
    [groups.allUsers, 'READ'],
    [groups.allUsers, 'WRITE'],
  ],
  'authenticated-read': [[groups.authenticatedUsers, 'READ']],
  'log-delivery-write': [
    [groups.logDelivery, 'WRITE'],
    [groups.logDelivery, 'READ_ACP'],
  ],
};
const ownerCanned = ['bucket-owner-full-control', 'bucket-owner-read', 'aws-exec-read'];

/** The document of an owner who has everything, and of whoever else `grants` name. */
export function accessControlPolicy(accountId: string, grants: readonly XmlElements[] = []): XmlElements {
  const owner = { ID: canonicalUserId(accountId) };
  const full = { Grantee: grantee('CanonicalUser', owner), Permission: 'FULL_CONTROL' };
  return { Owner: owner, AccessControlList: { Grant: [full, ...grants] } };
}

/** Whether access control lists count in a bucket; they do not unless its owner wants them. */
export function listsCount(bucket: Bucket): boolean {
  const controls = bucket.configurations.get('ownershipControls');
  return controls === undefined || textOf(child(controls, 'Rule'), 'ObjectOwnership') !== 'BucketOwnerEnforced';
}

export const getBucketAcl: Operation<BucketContext> = ({ bucket }) =>
  xmlAnswer(
    'AccessControlPolicy',
    (listsCount(bucket) ? bucket.configurations.get('acl') : undefined) ?? accessControlPolicy(bucket.accountId),
  );

export const putBucketAcl: Operation<BucketContext> = async (context) => {
  const { bucket, head } = context;
  const { content } = await context.payload(largestDocument);
  const document = await requestedAcl(bucket.accountId, head, content);
  bucket.configurations.set('acl', admitAcl(context, document, 's3:PutBucketAcl', bucketArn(bucket.name)));
  return { status: 200 };
};

/**
 * The list that a request asks for, by header or in its body. Throws `InvalidArgument`, `InvalidRequest`, `MalformedACLError`,
 * `MissingSecurityHeader`.
 */
export async function requestedAcl(accountId: string, head: RequestHead, content: Buffer): Promise<XmlElements> {
  const byName = head.headers.get('x-amz-acl');
  const byGrant = [...head.headers].filter(([name]) => name.startsWith('x-amz-grant-'));
  if (byName !== undefined && byGrant.length > 0) {
    throw new S3Error('InvalidRequest', { message: 'Specifying both Canned ACLs and Header Grants is not allowed' });
  }
  if (content.length > 0 && (byName !== undefined || byGrant.length > 0)) throw new S3Error('UnexpectedContent');
  if (byName !== undefined) {
    const grants = ownerCanned.includes(byName) ? [] : canned[byName];
    if (grants === undefined) {
      throw new S3Error('InvalidArgument', {
        message: '',
        fields: { ArgumentName: 'x-amz-acl', ArgumentValue: byName },
      });
    }
    return accessControlPolicy(
      accountId,
      grants.map(([uri, permission]) => ({ Grantee: grantee('Group', { URI: uri }), Permission: permission })),
    );
  }
  if (byGrant.length > 0) {
    const owner = { ID: canonicalUserId(accountId) };
    return {
      Owner: owner,
      AccessControlList: { Grant: byGrant.flatMap(([name, value]) => headerGrants(name, value)) },
    };
  }
  if (content.length === 0) throw new S3Error('MissingSecurityHeader', { fields: { MissingHeaderName: 'x-amz-acl' } });
  return bodyAcl(accountId, content);
}

/** Refuses a list where lists do not count, or a public one where those are blocked. `action` is what asks for it. */
export function admitAcl(context: BucketContext, document: XmlElements, action: string, resource: string): XmlElements {
  const { bucket } = context;
  const grants = children(child(document, 'AccessControlList') ?? {}, 'Grant');
  const own = canonicalUserId(bucket.accountId);
  const foreign = grants.filter((grant) => textOf(child(grant, 'Grantee'), 'ID') !== own);
  if (!listsCount(bucket)) {
    if (foreign.length > 0 || textOf(grants[0], 'Permission') !== 'FULL_CONTROL')
      throw new S3Error('AccessControlListNotSupported');
    return document;
  }
  const open = foreign.some((grant) =>
    [groups.allUsers, groups.authenticatedUsers].some((uri) => uri === textOf(child(grant, 'Grantee'), 'URI')),
  );
  if (open && textOf(bucket.configurations.get('publicAccessBlock'), 'BlockPublicAcls') === 'true')
    throw blockedAccess('BlockPublicAcls', context, action, resource);
  return document;
}

async function bodyAcl(accountId: string, content: Buffer): Promise<XmlElements> {
  const malformed = () => new S3Error('MalformedACLError');
  let document: XmlElements;
  try {
    document = shaped(await readXml(content, 'AccessControlPolicy', repeated(shape)), shape);
  } catch (error) {
    throw error instanceof S3Error ? malformed() : error;
  }
  const owner = child(document, 'Owner');
  if (owner === undefined || document.AccessControlList === undefined) throw malformed();
  if (textOf(owner, 'ID') !== canonicalUserId(accountId)) throw new S3Error('AccessDenied');
  const grants = children(child(document, 'AccessControlList') ?? {}, 'Grant');
  if (grants.length > mostGrants) throw malformed();
  return {
    Owner: owner,
    AccessControlList: {
      Grant: grants.map((grant) => ({
        Grantee: requireGrantee(child(grant, 'Grantee') ?? {}, { id: 'CanonicalUser/ID', uri: 'Group/URI' }),
        Permission: grant.Permission,
      })),
    },
  };
}
