import type { ConformanceGroup } from '../../conformance-suite.ts';
import { call, calls } from '../call.ts';
import { createMain } from '../create-main.ts';
import type { S3Target } from '../s3-target.ts';

const put = (body: string) => ({ method: 'PUT', key: 'k', body });
const status = (text: string) => ({
  method: 'PUT',
  query: { versioning: '' },
  body: `<VersioningConfiguration><Status>${text}</Status></VersioningConfiguration>`,
});

export const versions: ConformanceGroup<S3Target> = {
  name: 'versions',
  cases: [
    createMain,
    call('never versioned', { query: { versioning: '' } }),
    call('put before', put('null')),
    calls('enable', status('Enabled'), { query: { versioning: '' } }),
    call('put once', put('one'), { first: 'x-amz-version-id' }),
    call('put twice', put('two'), { second: 'x-amz-version-id' }),
    call('get', { key: 'k' }),
    call('get the first', { key: 'k', query: { versionId: '{first}' } }),
    call('get what was before', { key: 'k', query: { versionId: 'null' } }),
    call('head the first', { method: 'HEAD', key: 'k', query: { versionId: '{first}' } }),
    call('get a version that is none', { key: 'k', query: { versionId: 'nonsense' } }),
    call('delete', { method: 'DELETE', key: 'k' }, { marker: 'x-amz-version-id' }),
    call('get what is deleted', { key: 'k' }),
    call('head what is deleted', { method: 'HEAD', key: 'k' }),
    call('get the marker', { key: 'k', query: { versionId: '{marker}' } }),
    call('head the marker', { method: 'HEAD', key: 'k', query: { versionId: '{marker}' } }),
    call('list', { query: { versions: '' } }),
    call('a page', { query: { versions: '', 'max-keys': '1' } }, { after: 'NextVersionIdMarker' }),
    call('the next', { query: { versions: '', 'key-marker': 'k', 'version-id-marker': '{after}', 'max-keys': '1' } }),
    call('a version marker alone', { query: { versions: '', 'version-id-marker': '{after}' } }),
    call('list of objects', { query: { 'list-type': '2' } }),
    call('copy of a version', {
      method: 'PUT',
      key: 'copy',
      headers: { 'x-amz-copy-source': '{prefix}main/k?versionId={first}' },
    }),
    call('copy of what is deleted', { method: 'PUT', key: 'copy', headers: { 'x-amz-copy-source': '{prefix}main/k' } }),
    calls('delete the marker', { method: 'DELETE', key: 'k', query: { versionId: '{marker}' } }, { key: 'k' }),
    call('delete a version', { method: 'DELETE', key: 'k', query: { versionId: '{first}' } }),
    call('get a version that is gone', { key: 'k', query: { versionId: '{first}' } }),
    call('delete a version that is none', { method: 'DELETE', key: 'k', query: { versionId: 'nonsense' } }),
    call('delete several', {
      method: 'POST',
      query: { delete: '' },
      md5: true,
      body: '<Delete><Object><Key>copy</Key></Object><Object><Key>none</Key></Object></Delete>',
    }),
    calls('suspend', status('Suspended'), { query: { versioning: '' } }),
    call('put while suspended', put('new null')),
    call('delete while suspended', { method: 'DELETE', key: 'k' }),
    call('list in the end', { query: { versions: '', prefix: 'k' } }),
    call('status that is none', status('Off')),
    call('no status', { method: 'PUT', query: { versioning: '' }, body: '<VersioningConfiguration/>' }),
    call('delete the bucket with versions', { method: 'DELETE' }),
  ],
};
