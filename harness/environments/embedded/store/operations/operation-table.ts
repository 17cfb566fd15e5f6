import { bucketConfigurationRules } from './bucket-configuration/rules.ts';

/** How an operation is recognised and what it needs. */
export interface OperationRule {
  readonly method: 'GET' | 'PUT' | 'HEAD' | 'POST' | 'DELETE';
  readonly scope: 'service' | 'bucket' | 'object';
  /** Query parameters that must be there, with a value where one is given. */
  readonly query?: readonly string[];
  readonly header?: string;
  /** Right that is asked for before the operation runs; undefined where the operation asks for its own, item by item. */
  readonly action: string | undefined;
  /** The right in its place where the request names a version. */
  readonly versionAction?: string;
}

function on<Method extends OperationRule['method']>(
  method: Method,
  subresource: string,
  action: string,
  versionAction = action,
) {
  return { method, scope: 'object', query: [subresource], action, versionAction } as const;
}

/**
 * Every operation of the store, the more particular first. Actions from the service authorization reference,
 * "Actions, resources, and condition keys for Amazon S3".
 */
export const operationTable = {
  ...bucketConfigurationRules,
  ListBuckets: { method: 'GET', scope: 'service', action: 's3:ListAllMyBuckets' },
  GetBucketLocation: { method: 'GET', scope: 'bucket', query: ['location'], action: 's3:GetBucketLocation' },
  ListMultipartUploads: { method: 'GET', scope: 'bucket', query: ['uploads'], action: 's3:ListBucketMultipartUploads' },
  ListObjectVersions: { method: 'GET', scope: 'bucket', query: ['versions'], action: 's3:ListBucketVersions' },
  ListObjectsV2: { method: 'GET', scope: 'bucket', query: ['list-type=2'], action: 's3:ListBucket' },
  ListObjects: { method: 'GET', scope: 'bucket', action: 's3:ListBucket' },
  HeadBucket: { method: 'HEAD', scope: 'bucket', action: 's3:ListBucket' },
  CreateBucket: { method: 'PUT', scope: 'bucket', action: 's3:CreateBucket' },
  DeleteBucket: { method: 'DELETE', scope: 'bucket', action: 's3:DeleteBucket' },
  DeleteObjects: { method: 'POST', scope: 'bucket', query: ['delete'], action: undefined },
  PostObject: { method: 'POST', scope: 'bucket', action: undefined },
  ListParts: { method: 'GET', scope: 'object', query: ['uploadId'], action: 's3:ListMultipartUploadParts' },
  GetObjectAcl: on('GET', 'acl', 's3:GetObjectAcl', 's3:GetObjectVersionAcl'),
  PutObjectAcl: on('PUT', 'acl', 's3:PutObjectAcl', 's3:PutObjectVersionAcl'),
  GetObjectAttributes: on('GET', 'attributes', 's3:GetObjectAttributes', 's3:GetObjectVersionAttributes'),
  GetObjectTagging: on('GET', 'tagging', 's3:GetObjectTagging', 's3:GetObjectVersionTagging'),
  PutObjectTagging: on('PUT', 'tagging', 's3:PutObjectTagging', 's3:PutObjectVersionTagging'),
  DeleteObjectTagging: on('DELETE', 'tagging', 's3:DeleteObjectTagging', 's3:DeleteObjectVersionTagging'),
  GetObjectRetention: on('GET', 'retention', 's3:GetObjectRetention'),
  PutObjectRetention: on('PUT', 'retention', 's3:PutObjectRetention'),
  GetObjectLegalHold: on('GET', 'legal-hold', 's3:GetObjectLegalHold'),
  PutObjectLegalHold: on('PUT', 'legal-hold', 's3:PutObjectLegalHold'),
  GetObject: { method: 'GET', scope: 'object', action: 's3:GetObject', versionAction: 's3:GetObjectVersion' },
  HeadObject: { method: 'HEAD', scope: 'object', action: 's3:GetObject', versionAction: 's3:GetObjectVersion' },
  UploadPartCopy: {
    method: 'PUT',
    scope: 'object',
    query: ['partNumber', 'uploadId'],
    header: 'x-amz-copy-source',
    action: 's3:PutObject',
  },
  UploadPart: { method: 'PUT', scope: 'object', query: ['partNumber', 'uploadId'], action: 's3:PutObject' },
  CopyObject: { method: 'PUT', scope: 'object', header: 'x-amz-copy-source', action: 's3:PutObject' },
  PutObject: { method: 'PUT', scope: 'object', action: 's3:PutObject' },
  AbortMultipartUpload: { method: 'DELETE', scope: 'object', query: ['uploadId'], action: 's3:AbortMultipartUpload' },
  DeleteObject: {
    method: 'DELETE',
    scope: 'object',
    action: 's3:DeleteObject',
    versionAction: 's3:DeleteObjectVersion',
  },
  CreateMultipartUpload: { method: 'POST', scope: 'object', query: ['uploads'], action: 's3:PutObject' },
  CompleteMultipartUpload: { method: 'POST', scope: 'object', query: ['uploadId'], action: 's3:PutObject' },
} as const satisfies Record<string, OperationRule>;

export type OperationName = keyof typeof operationTable;

/** Sub-resources of S3: a request with one is answered by an operation that names it or refused, never taken for a plain one. */
export const subresources: ReadonlySet<string> = new Set([
  'accelerate',
  'acl',
  'analytics',
  'attributes',
  'cors',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'logging',
  'metadataTable',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'renameObject',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'session',
  'tagging',
  'torrent',
  'versioning',
  'versions',
  'website',
]);
