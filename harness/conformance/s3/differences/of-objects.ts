import type { AcceptedDifference } from '../../accepted-difference.ts';
import { against } from './against.ts';
import { api, errors, guide } from './amazons-pages.ts';

/** Buckets, objects and their lists. */
export const objectDifferences: readonly AcceptedDifference[] = [
  ...against('buckets', api('API_CreateBucket'), '400 MalformedXML', '500 InternalError', ['create from broken XML']),
  ...against('buckets', api('API_CreateBucket'), '400 MalformedXML', 'takes it for none', [
    'create from another document',
  ]),
  ...against('buckets', guide('about-object-ownership'), '400 InvalidBucketAclWithObjectOwnership', 'makes it', [
    'create with a public list',
  ]),
  ...against(
    'buckets',
    guide('about-object-ownership'),
    'one bucket less',
    'lists the bucket it should not have made',
    ['list of buckets by prefix', 'the next page'],
  ),
  ...against('buckets', api('API_HeadBucket'), 'x-amz-access-point-alias', 'leaves it out', ['head', 'expected owner']),
  ...against('buckets', guide('bucket-owner-condition'), 'refuses another owner', 'ignores the header', [
    'unexpected owner',
    'owner that is no account',
  ]),
  ...against('buckets', errors, '405 MethodNotAllowed', '412, 500 or 204', [
    'PATCH on a bucket',
    'POST on the service',
    'DELETE of versioning',
  ]),
  ...against('objects', api('API_PutObject'), '400 InvalidArgument', 'stores it', ['encryption that is none']),
  ...against('objects', guide('UsingMetadata'), '400 MetadataTooLarge above 2 KB', 'stores it', ['metadata too large']),
  ...against('objects', guide('about-object-ownership'), '400 AccessControlListNotSupported', 'stores it', [
    'canned list where none counts',
  ]),
  ...against('objects', api('API_GetObjectAttributes'), '400, the header is required', 'answers as to GetObject', [
    'attributes without a choice',
  ]),
  ...against('objects', errors, '405 MethodNotAllowed', '500 InternalError', ['POST without a sub-resource', 'PATCH']),
  ...against('objects', api('API_DeleteObjects'), '400, a digest is required', 'deletes', [
    'delete several without a digest',
  ]),
  ...against(
    'ranges and conditions',
    'https://www.rfc-editor.org/rfc/rfc9110#section-14.2',
    'ignores the unit',
    'takes it for bytes',
    ['range of another unit'],
  ),
  ...against('ranges and conditions', 'https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1', 'fits any', '412', [
    'get, if-match, any',
  ]),
  ...against(
    'ranges and conditions',
    'https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5',
    '304 with ETag and Last-Modified',
    '304 without',
    ['get, if-none-match, its', 'get, if-none-match fails, modified holds', 'head, if-none-match, its'],
  ),
  ...against('ranges and conditions', api('API_GetObject'), '200: If-Match goes before If-Unmodified-Since', '412', [
    'get, if-match holds, unmodified does not',
  ]),
  ...against(
    'ranges and conditions',
    'https://www.rfc-editor.org/rfc/rfc9110#section-13.1.3',
    'ignores what is no date',
    '500 InternalError',
    ['get, dates that are none'],
  ),
  ...against('copies', api('API_CopyObject'), 'names the ChecksumType', 'leaves it out', [
    'copy',
    'copy, leading slash',
    'copy, other metadata',
    'copy onto itself, other metadata',
    'if-match, its',
    'tags go along',
  ]),
  ...against('copies', api('API_CopyObject'), '400 InvalidArgument', 'copies', ['directive that is none']),
  ...against('multipart', api('API_UploadPart'), '400 InvalidArgument', '500 InternalError', [
    'part that is no number',
  ]),
  ...against('multipart', api('API_CompleteMultipartUpload'), '400 MalformedXML', '500 InternalError', ['broken XML']),
  ...against('multipart', api('API_CompleteMultipartUpload'), '400 InvalidPartOrder', 'stores the part twice', [
    'a part twice',
  ]),
  ...against(
    'listing',
    'https://github.com/boto/botocore/blob/develop/botocore/compat.py (unquote_str)',
    'writes a space as +',
    'writes it as %20',
    ['v2, encoded', 'v1, encoded', 'v2, encoded folders', 'v1, encoded folders'],
  ),
  ...against('listing', api('API_ListObjectsV2'), '400 InvalidArgument', 'takes it for url', [
    'v2, an encoding that is none',
    'v1, an encoding that is none',
  ]),
  ...against('listing', api('API_ListObjectsV2'), 'no keys', 'the default', ['v2, at most none', 'v1, at most none']),
  ...against('listing', api('API_ListObjectsV2'), 'MaxKeys is 1000', 'MaxKeys is 2000', [
    'v2, at most 2000',
    'v1, at most 2000',
  ]),
  ...against('listing', api('API_ListObjectsV2'), '400 InvalidArgument', '200 or 500', [
    'v2, at most -1',
    'v1, at most -1',
    'v2, at most many',
    'v1, at most many',
    'v2, a token that is none',
  ]),
  ...against('versions', errors, '400 InvalidArgument, as to DELETE', '404 NoSuchVersion', [
    'get a version that is none',
  ]),
  ...against('versions', api('API_GetObject'), '405 with Last-Modified', '405 without', [
    'get the marker',
    'head the marker',
  ]),
  ...against('versions', api('API_CopyObject'), 'names the ChecksumType', 'leaves it out', ['copy of a version']),
  ...against('tags', errors, 'Key is the key', 'Key is bucket and key', ['of no object']),
  ...against('tags', guide('tagging-managing'), '400 InvalidTag', 'keeps it', [
    'object, a long key',
    'object, a long value',
    'object, an empty key',
    'bucket, a long key',
    'bucket, a long value',
    'bucket, an empty key',
  ]),
  ...against('tags', guide('object-tagging'), '400, ten at most', 'keeps eleven', ['object, eleven tags']),
  ...against('tags', api('API_PutObjectTagging'), '400 MalformedXML', '500 or 200', ['broken XML', 'another document']),
  ...against('tags', guide('tagging-managing'), '400 InvalidTag', '500 InternalError', [
    'with the object, of the system',
  ]),
];
