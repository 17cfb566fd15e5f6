import type { ConformanceGroup } from '../../conformance-suite.ts';
import { call } from '../call.ts';
import { createMain } from '../create-main.ts';
import type { S3Target } from '../s3-target.ts';

const key = 'ten';
/** MD5 of `0123456789`. */
const etag = '"781e5e245d69b566979b86e28d23f2c7"';
const past = 'Wed, 21 Oct 2015 07:28:00 GMT';
const future = 'Wed, 21 Oct 2065 07:28:00 GMT';

const ranges = ['0-0', '2-4', '5-', '-3', '-20', '8-20', '10-', '20-30', '-0', '4-2', '0-1,3-4', 'x-y', ''];

const conditions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'if-match, its': { 'if-match': etag },
  'if-match, another': { 'if-match': '"x"' },
  'if-match, any': { 'if-match': '*' },
  'if-match, without quotes': { 'if-match': etag.replaceAll('"', '') },
  'if-none-match, its': { 'if-none-match': etag },
  'if-none-match, another': { 'if-none-match': '"x"' },
  'if-modified-since, past': { 'if-modified-since': past },
  'if-unmodified-since, past': { 'if-unmodified-since': past },
  'if-unmodified-since, future': { 'if-unmodified-since': future },
  'if-match holds, unmodified does not': { 'if-match': etag, 'if-unmodified-since': past },
  'if-none-match fails, modified holds': { 'if-none-match': etag, 'if-modified-since': past },
  'dates that are none': { 'if-modified-since': 'yesterday', 'if-unmodified-since': 'tomorrow' },
};

export const reading: ConformanceGroup<S3Target> = {
  name: 'ranges and conditions',
  cases: [
    createMain,
    call('put ten bytes', { method: 'PUT', key, body: '0123456789' }),
    ...ranges.map((range) => call(`range ${range}`, { key, headers: { range: `bytes=${range}` } })),
    call('range of another unit', { key, headers: { range: 'lines=0-1' } }),
    call('range by head', { method: 'HEAD', key, headers: { range: 'bytes=2-4' } }),
    call('range beyond by head', { method: 'HEAD', key, headers: { range: 'bytes=20-' } }),
    call('range of nothing', { key, headers: { range: 'bytes=0-1', 'if-match': '"x"' } }),
    ...Object.entries(conditions).map(([name, headers]) => call(`get, ${name}`, { key, headers })),
    call('head, if-none-match, its', { method: 'HEAD', key, headers: { 'if-none-match': etag } }),
    call('head, if-match, another', { method: 'HEAD', key, headers: { 'if-match': '"x"' } }),
    call('first part of an object in one piece', { key, query: { partNumber: '1' } }),
    call('second part of an object in one piece', { key, query: { partNumber: '2' } }),
    call('put, if-none-match, any', { method: 'PUT', key, body: 'x', headers: { 'if-none-match': '*' } }),
    call('put, if-none-match, any, new', { method: 'PUT', key: 'new', body: 'x', headers: { 'if-none-match': '*' } }),
    call('put, if-none-match, its', { method: 'PUT', key, body: 'x', headers: { 'if-none-match': etag } }),
    call('put, if-match, another', { method: 'PUT', key, body: 'x', headers: { 'if-match': '"x"' } }),
    call('put, if-match, of none', { method: 'PUT', key: 'none', body: 'x', headers: { 'if-match': etag } }),
    call('put, if-match, its', { method: 'PUT', key, body: 'x', headers: { 'if-match': etag } }),
  ],
};
