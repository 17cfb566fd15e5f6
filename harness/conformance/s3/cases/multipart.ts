import type { ConformanceGroup } from '../../conformance-suite.ts';
import { call, calls } from '../call.ts';
import { createMain } from '../create-main.ts';
import type { RequestSpec } from '../request-spec.ts';
import type { S3Target } from '../s3-target.ts';

const key = 'big';
const mebibyte = 1024 * 1024;
const upload = { uploadId: '{upload}' };
const part = (number: number | string, body: string | Buffer): RequestSpec => ({
  method: 'PUT',
  key,
  query: { ...upload, partNumber: String(number) },
  body,
});
const complete = (parts: readonly (readonly [number: number, etag: string])[]): RequestSpec => ({
  method: 'POST',
  key,
  query: upload,
  body: `<CompleteMultipartUpload>${parts.map(([number, etag]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`).join('')}</CompleteMultipartUpload>`,
});
const first = Buffer.alloc(5 * mebibyte, 'a');

export const multipart: ConformanceGroup<S3Target> = {
  name: 'multipart',
  cases: [
    createMain,
    call(
      'create',
      { method: 'POST', key, query: { uploads: '' }, headers: { 'x-amz-meta-m': 'v' } },
      { upload: 'UploadId' },
    ),
    call('part 1', part(1, first), { first: 'etag' }),
    call('part 2', part(2, 'end'), { second: 'etag' }),
    call('part 3, which nobody takes', part(3, 'more'), { third: 'etag' }),
    call('part 0', part(0, 'x')),
    call('part 10001', part(10001, 'x')),
    call('part that is no number', part('one', 'x')),
    call('list of parts', { key, query: upload }),
    call('a page of parts', { key, query: { ...upload, 'max-parts': '1' } }),
    call('the parts after', { key, query: { ...upload, 'part-number-marker': '1' } }),
    call('list of uploads', { query: { uploads: '' } }),
    call('uploads of another prefix', { query: { uploads: '', prefix: 'small' } }),
    call('uploads in folders', { query: { uploads: '', delimiter: 'i' } }),
    call('no part', complete([])),
    call(
      'parts in the wrong order',
      complete([
        [2, '{second}'],
        [1, '{first}'],
      ]),
    ),
    call(
      'a part that is none',
      complete([
        [1, '{first}'],
        [7, '{second}'],
      ]),
    ),
    call('a part of another ETag', complete([[1, '{second}']])),
    call(
      'a small part before the last',
      complete([
        [2, '{second}'],
        [3, '{third}'],
      ]),
    ),
    call('broken XML', { method: 'POST', key, query: upload, body: '<CompleteMultipartUpload>' }),
    call(
      'complete',
      complete([
        [1, '{first}'],
        [2, '{second}'],
      ]),
    ),
    call('head', { method: 'HEAD', key }),
    call('head of a part', { method: 'HEAD', key, query: { partNumber: '2' } }),
    call('get of a part', { key, query: { partNumber: '2' } }),
    call('get of a part that is none', { key, query: { partNumber: '9' } }),
    call('range across parts', { key, headers: { range: `bytes=${5 * mebibyte - 2}-${5 * mebibyte + 1}` } }),
    call('parts of what is complete', { key, query: upload }),
    call('part for what is complete', part(4, 'x')),
    call('complete an unknown upload', { ...complete([[1, '"x"']]), query: { uploadId: 'none' } }),
    call('part of an unknown upload', { ...part(1, 'x'), query: { uploadId: 'none', partNumber: '1' } }),
    call('abort an unknown upload', { method: 'DELETE', key, query: { uploadId: 'none' } }),
    call('create another', { method: 'POST', key: 'gone', query: { uploads: '' } }, { upload: 'UploadId' }),
    call('upload of another key', { ...part(1, 'x'), key: 'other' }),
    calls(
      'abort',
      { method: 'DELETE', key: 'gone', query: upload },
      { key: 'gone', query: upload },
      { query: { uploads: '' } },
    ),
    call('create a copy', { method: 'POST', key: 'copied', query: { uploads: '' } }, { upload: 'UploadId' }),
    call(
      'copy a range',
      {
        method: 'PUT',
        key: 'copied',
        query: { ...upload, partNumber: '1' },
        headers: { 'x-amz-copy-source': '{prefix}main/big', 'x-amz-copy-source-range': 'bytes=0-5242879' },
      },
      { first: 'ETag' },
    ),
    call('copy a range beyond', {
      method: 'PUT',
      key: 'copied',
      query: { ...upload, partNumber: '2' },
      headers: { 'x-amz-copy-source': '{prefix}main/big', 'x-amz-copy-source-range': 'bytes=0-99999999' },
    }),
    call('copy a range that is none', {
      method: 'PUT',
      key: 'copied',
      query: { ...upload, partNumber: '2' },
      headers: { 'x-amz-copy-source': '{prefix}main/big', 'x-amz-copy-source-range': 'first' },
    }),
    call('complete the copy', { ...complete([[1, '{first}']]), key: 'copied' }),
    call('create for a part twice', { method: 'POST', key, query: { uploads: '' } }, { upload: 'UploadId' }),
    call('its part', part(1, first), { first: 'etag' }),
    call(
      'a part twice',
      complete([
        [1, '{first}'],
        [1, '{first}'],
      ]),
    ),
  ],
};
