import type { AcceptedDifference } from '../../accepted-difference.ts';
import { against } from './against.ts';
import { api, errors, guide } from './amazons-pages.ts';

/** Signatures, bodies, hosts, forms and browsers. */
export const requestDifferences: readonly AcceptedDifference[] = [
  ...against(
    'signatures',
    api('sig-v4-authenticating-requests'),
    'verifies the signature',
    'verifies none in a header',
    [
      'wrong secret',
      'unknown key',
      'clock ahead',
      'clock behind',
      'wrong service',
      'broken credential',
      'no signature',
      'no signed headers',
      'signature of version 2',
      'a bearer token',
      'no date',
      'no hash of the payload',
      'a header that is not signed',
      'another body than was hashed',
      'a hash that is none',
      'a session token of nobody',
    ],
  ),
  ...against('signatures', api('sigv4-query-string-auth'), 'verifies the signature', 'verifies none in a query', [
    'presigned put without its header',
    'presigned for another method',
    'presigned, expired',
    'presigned, not yet valid',
    'presigned for longer than a week',
    'presigned for less than nothing',
    'presigned for no number',
    'presigned, tampered with',
    'presigned, another key',
    'presigned, a parameter more',
    'presigned and signed',
    'presigned, wrong secret',
    'presigned, unknown key',
    'presigned, another algorithm',
  ]),
  ...against('integrity', api('API_PutObject'), '400, the checksum is missing', 'stores it', [
    'an algorithm without its value',
  ]),
  ...against('integrity', api('sigv4-streaming'), 'verifies each chunk', 'verifies none', ['signed chunks, one wrong']),
  ...against('integrity', api('sigv4-streaming'), '403, chunks have 8 KB at least', 'stores it', [
    'chunks of a small size',
  ]),
  ...against('integrity', errors, '400 IncompleteBody', '400 BadDigest', ['chunks of another length']),
  ...against('integrity', api('API_PutObject'), 'refuses before the body comes', 'asks for the body', [
    '100-continue, refused at once',
  ]),
  ...against('integrity', errors, '501 NotImplemented', 'stores it', ['no length']),
  ...against('hosts and regions', guide('Redirects'), '301 PermanentRedirect', 'answers', [
    'another region, path style',
    'another region, virtual host',
    'another region, head',
    'another region, head of the bucket',
    'global, path style',
    'nobody signed, another region',
  ]),
  ...against('hosts and regions', errors, '400 AuthorizationHeaderMalformed', 'answers', [
    'signed for another region',
    'signed for another region, path style',
    'signed for another region, global',
    'presigned for another region',
  ]),
  ...against('SDK v3', api('API_CopyObject'), 'names the ChecksumType', 'leaves it out', ['copy']),
  ...against('integrity', api('API_PutObject'), 'stores it', '400, counts the trailer twice', ['crc32c, as a trailer']),
  ...against('forms', api('RESTObjectPOST'), 'an empty document', 'an empty PostResponse', ['status 200']),
  ...against('forms', api('RESTObjectPOST'), '204 for a status that is none', 'takes it', ['a status that is none']),
  ...against('forms', api('RESTObjectPOST'), 'bucket, key and etag', 'key, bucket and etag', ['redirect']),
  ...against('forms', api('sigv4-HTTPPOSTConstructPolicy'), '403, each field has a condition', 'stores it', [
    'a field more',
  ]),
  ...against(
    'forms',
    api('sigv4-HTTPPOSTConstructPolicy'),
    'names the condition as a list',
    'names it as it was written',
    ['another key'],
  ),
  ...against('forms', api('sigv4-authentication-HTTPPOST'), 'verifies the signature', 'stores it', [
    'wrong secret',
    'no policy',
  ]),
  ...against('forms', api('RESTObjectPOST'), '400 InvalidArgument', '500 InternalError', ['no key', 'no file']),
  ...against('cross origin', guide('ManageCorsUsing'), 'takes x-amz-* for a pattern', '403', [
    'preflight with a header',
  ]),
  ...against('cross origin', guide('cors'), '400 BadRequest', '403 AccessForbidden', ['preflight without a method']),
  ...against('cross origin', guide('cors'), '403 AccessForbidden', 'an empty answer', ['preflight for no bucket']),
];
