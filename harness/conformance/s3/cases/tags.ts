import type { ConformanceGroup } from '../../conformance-suite.ts';
import { call, calls } from '../call.ts';
import { createMain } from '../create-main.ts';
import type { RequestSpec } from '../request-spec.ts';
import type { S3Target } from '../s3-target.ts';

type Tag = readonly [key: string, value: string];
const document = (...tags: readonly Tag[]) =>
  `<Tagging><TagSet>${tags.map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`).join('')}</TagSet></Tagging>`;
const put = (key: string | undefined, ...tags: readonly Tag[]): RequestSpec => ({
  method: 'PUT',
  ...(key === undefined ? {} : { key }),
  query: { tagging: '' },
  md5: true,
  body: document(...tags),
});
const tagging = { query: { tagging: '' } };

const faults: Readonly<Record<string, readonly Tag[]>> = {
  'a key twice': [
    ['a', '1'],
    ['a', '2'],
  ],
  'a key of the system': [['aws:x', '1']],
  'a long key': [['k'.repeat(129), '1']],
  'a long value': [['k', 'v'.repeat(257)]],
  'an empty key': [['', '1']],
  'a character that is not allowed': [['k', '{}']],
  'eleven tags': Array.from({ length: 11 }, (_, index): Tag => [`k${index}`, 'v']),
};

export const tags: ConformanceGroup<S3Target> = {
  name: 'tags',
  cases: [
    createMain,
    call('put an object', { method: 'PUT', key: 'k', body: 'x' }),
    call('none of an object', { key: 'k', ...tagging }),
    calls(
      'put, get and count',
      put('k', ['a', 'b'], ['c', '']),
      { key: 'k', ...tagging },
      { method: 'HEAD', key: 'k' },
    ),
    calls('delete', { method: 'DELETE', key: 'k', ...tagging }, { key: 'k', ...tagging }),
    call('of no object', { key: 'none', ...tagging }),
    ...Object.entries(faults).map(([name, list]) => call(`object, ${name}`, put('k', ...list))),
    call('broken XML', { ...put('k'), body: '<Tagging>' }),
    call('another document', { ...put('k'), body: '<Tags/>' }),
    calls(
      'with the object',
      { method: 'PUT', key: 'h', body: 'x', headers: { 'x-amz-tagging': 'a=b&c%20d=e%2Ff&g=' } },
      { key: 'h', ...tagging },
    ),
    call('with the object, a key twice', {
      method: 'PUT',
      key: 'h',
      body: 'x',
      headers: { 'x-amz-tagging': 'a=b&a=c' },
    }),
    call('with the object, of the system', {
      method: 'PUT',
      key: 'h',
      body: 'x',
      headers: { 'x-amz-tagging': 'aws:a=b' },
    }),
    call('none of a bucket', tagging),
    calls('put and get, bucket', put(undefined, ['a', 'b']), tagging),
    ...Object.entries(faults)
      .filter(([name]) => name !== 'eleven tags')
      .map(([name, list]) => call(`bucket, ${name}`, put(undefined, ...list))),
    calls('delete, bucket', { method: 'DELETE', ...tagging }, tagging),
  ],
};
