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
import { any, elements, maybe, one, repeated, shaped, text } from './xml-shape.ts';

const groups = 'http://acs.amazonaws.com/groups';
const allUsers = `${groups}/global/AllUsers`;
const authenticatedUsers = `${groups}/global/AuthenticatedUsers`;
const knownGroups = [allUsers, authenticatedUsers, `${groups}/s3/LogDelivery`];
const permissions = ['FULL_CONTROL', 'WRITE', 'WRITE_ACP', 'READ', 'READ_ACP'] as const;
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
  'public-read': [[allUsers, 'READ']],
  'public-read-write': [
    [allUsers, 'READ'],
    [allUsers, 'WRITE'],
  ],
  'authenticated-read': [[authenticatedUsers, 'READ']],
  'log-delivery-write': [
    [`${groups}/s3/LogDelivery`, 'WRITE'],
    [`${groups}/s3/LogDelivery`, 'READ_ACP'],
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
    [allUsers, authenticatedUsers].includes(textOf(child(grant, 'Grantee'), 'URI') ?? ''),
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

function headerGrants(name: string, value: string): XmlElements[] {
  const permission = name.slice('x-amz-grant-'.length).toUpperCase().replaceAll('-', '_');
  return value.split(',').map((item) => {
    const [, kind = '', who = ''] = /^\s*(\w+)="?([^"]*)"?\s*$/.exec(item) ?? [];
    const element = { id: 'ID', uri: 'URI', emailAddress: 'EmailAddress' }[kind];
    if (element === undefined || !permissions.some((known) => known === permission)) {
      throw new S3Error('InvalidArgument', {
        message: 'Argument format not recognized',
        fields: { ArgumentName: name, ArgumentValue: value },
      });
    }
    return { Grantee: requireGrantee({ [element]: who }, { id: 'id', uri: 'uri' }), Permission: permission };
  });
}

/** `names` is what an error calls the arguments. */
function requireGrantee(given: XmlElements, names: { readonly id: string; readonly uri: string }): XmlElements {
  const uri = textOf(given, 'URI');
  const refuse = (message: string, name: string, value: string) =>
    new S3Error('InvalidArgument', { message, fields: { ArgumentName: name, ArgumentValue: value } });
  if (uri !== undefined) {
    if (!knownGroups.includes(uri)) throw refuse('Invalid group uri', names.uri, uri);
    return grantee('Group', { URI: uri });
  }
  const id = textOf(given, 'ID');
  if (id !== undefined) {
    if (!/^[0-9a-f]{64}$/.test(id)) throw refuse('Invalid id', names.id, id);
    return grantee('CanonicalUser', { ID: id });
  }
  const email = textOf(given, 'EmailAddress');
  if (email === undefined) throw new S3Error('MalformedACLError');
  throw new S3Error('UnresolvableGrantByEmailAddress', {
    fields: { ArgumentName: 'EmailAddress', ArgumentValue: email },
  });
}

function grantee(type: 'CanonicalUser' | 'Group', content: XmlElements): XmlElements {
  return { '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance', '@xsi:type': type, ...content };
}
