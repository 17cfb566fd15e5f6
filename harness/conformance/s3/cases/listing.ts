import type { ConformanceGroup } from '../../conformance-suite.ts';
import { call, calls } from '../call.ts';
import { createMain } from '../create-main.ts';
import type { S3Target } from '../s3-target.ts';

const keys = ['a/1', 'a/2', 'a/b/3', 'b', 'c d', 'ü', '😀', 'z+'];
const v2 = (query: Readonly<Record<string, string>>) => ({ query: { 'list-type': '2', ...query } });

const questions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  everything: {},
  'by prefix': { prefix: 'a/' },
  'by a prefix that none has': { prefix: 'x' },
  folders: { delimiter: '/' },
  'folders below': { delimiter: '/', prefix: 'a/' },
  'by a longer delimiter': { delimiter: '/b' },
  'an empty delimiter': { delimiter: '' },
  encoded: { 'encoding-type': 'url' },
  'encoded folders': { 'encoding-type': 'url', delimiter: ' ' },
  'an encoding that is none': { 'encoding-type': 'base64' },
  'at most none': { 'max-keys': '0' },
  'at most 2000': { 'max-keys': '2000' },
  'at most -1': { 'max-keys': '-1' },
  'at most many': { 'max-keys': 'many' },
};

export const listing: ConformanceGroup<S3Target> = {
  name: 'listing',
  cases: [
    createMain,
    calls('put', ...keys.map((key) => ({ method: 'PUT', key, body: key }))),
    ...Object.entries(questions).flatMap(([name, query]) => [
      call(`v2, ${name}`, v2(query)),
      call(`v1, ${name}`, { query }),
    ]),
    call('v2, owners', v2({ 'fetch-owner': 'true', prefix: 'b' })),
    call('v2, after a key', v2({ 'start-after': 'b' })),
    call('v2, after a folder', v2({ 'start-after': 'a/', delimiter: '/' })),
    call('v2, first page', v2({ 'max-keys': '2' }), { token: 'NextContinuationToken' }),
    call('v2, second page', v2({ 'max-keys': '2', 'continuation-token': '{token}' }), {
      token: 'NextContinuationToken',
    }),
    call('v2, the rest', v2({ 'continuation-token': '{token}' })),
    call('v2, first page of folders', v2({ 'max-keys': '1', delimiter: '/' }), { token: 'NextContinuationToken' }),
    call('v2, the rest of the folders', v2({ delimiter: '/', 'continuation-token': '{token}' })),
    call('v2, a token that is none', v2({ 'continuation-token': 'nonsense' })),
    call('v2, an empty token', v2({ 'continuation-token': '' })),
    call('v1, first page', { query: { 'max-keys': '2' } }),
    call('v1, first page of folders', { query: { 'max-keys': '1', delimiter: '/' } }),
    call('v1, after a marker', { query: { marker: 'a/2' } }),
    call('v1, after a folder', { query: { marker: 'a/', delimiter: '/' } }),
    call('versions of a bucket without', { query: { versions: '', prefix: 'a/' } }),
    call('parameters that nobody knows', { query: { prefix: 'b', colour: 'blue' } }),
  ],
};
