import type { ConformanceGroup } from '../../conformance-suite.ts';
import { call, calls } from '../call.ts';
import { createMain } from '../create-main.ts';
import type { RequestSpec } from '../request-spec.ts';
import type { S3Target } from '../s3-target.ts';

const copy = (key: string, source: string, headers: Readonly<Record<string, string>> = {}): RequestSpec => ({
  method: 'PUT',
  key,
  headers: { 'x-amz-copy-source': source, ...headers },
});
const source = '{prefix}main/a%20b';
/** MD5 of `one`. */
const etag = '"f97c5d29941bfb1b2fdab0874906ab82"';

export const copies: ConformanceGroup<S3Target> = {
  name: 'copies',
  cases: [
    createMain,
    call('put', {
      method: 'PUT',
      key: 'a b',
      body: 'one',
      headers: { 'x-amz-meta-m': 'v', 'content-type': 'text/plain' },
    }),
    calls('copy', copy('c', source), { method: 'HEAD', key: 'c' }),
    call('copy, leading slash', copy('c', `/${source}`)),
    calls(
      'copy, other metadata',
      copy('d', source, { 'x-amz-metadata-directive': 'REPLACE', 'x-amz-meta-n': 'w', 'content-type': 'text/css' }),
      { method: 'HEAD', key: 'd' },
    ),
    call('directive that is none', copy('d', source, { 'x-amz-metadata-directive': 'MERGE' })),
    call('copy onto itself', copy('a b', source)),
    call('copy onto itself, other metadata', copy('a b', source, { 'x-amz-metadata-directive': 'REPLACE' })),
    call('copy of none', copy('e', '{prefix}main/none')),
    call('copy from none', copy('e', '{prefix}none/a')),
    call('copy into none', { ...copy('e', source), bucket: 'none' }),
    call('source without a key', copy('e', '{prefix}main')),
    call('source that is empty', copy('e', '/')),
    call('if-match, its', copy('f', source, { 'x-amz-copy-source-if-match': etag })),
    call('if-match, another', copy('f', source, { 'x-amz-copy-source-if-match': '"x"' })),
    call('if-none-match, its', copy('f', source, { 'x-amz-copy-source-if-none-match': etag })),
    call(
      'if-unmodified-since, past',
      copy('f', source, { 'x-amz-copy-source-if-unmodified-since': 'Wed, 21 Oct 2015 07:28:00 GMT' }),
    ),
    calls(
      'tags go along',
      { method: 'PUT', key: 'tagged', body: 'x', headers: { 'x-amz-tagging': 'a=b&c=d' } },
      copy('g', '{prefix}main/tagged'),
      { key: 'g', query: { tagging: '' } },
      copy('h', '{prefix}main/tagged', { 'x-amz-tagging-directive': 'REPLACE', 'x-amz-tagging': 'e=f' }),
      { key: 'h', query: { tagging: '' } },
    ),
    call('version of a source that is none', copy('i', `${source}?versionId=nonsense`)),
  ],
};
