import type { ConformanceGroup } from '../../conformance-suite.ts';
import { call } from '../call.ts';
import { createMain, creation } from '../create-main.ts';
import type { S3Target } from '../s3-target.ts';

const key = 'k';
const elsewhere = 'eu-west-1';
const virtual = (region: string) => `{prefix}main.s3.${region}.amazonaws.com`;

export const hosts: ConformanceGroup<S3Target> = {
  name: 'hosts and regions',
  cases: [
    createMain,
    call('put', { method: 'PUT', key, body: 'x' }),
    call('virtual host', { key, host: virtual('{region}') }),
    call('virtual host, dual stack', { key, host: '{prefix}main.s3.dualstack.{region}.amazonaws.com' }),
    call('virtual host, global', { key, host: '{prefix}main.s3.amazonaws.com' }),
    call('virtual host, list', { host: virtual('{region}'), query: { 'list-type': '2' } }),
    call('virtual host of no bucket', { host: '{prefix}none.s3.{region}.amazonaws.com' }),
    call('virtual host, create', { ...creation('virtual'), host: '{prefix}virtual.s3.{region}.amazonaws.com' }),
    call('path style', { key, host: 's3.{region}.amazonaws.com', pathStyle: true }),
    call('path style, dual stack', { key, host: 's3.dualstack.{region}.amazonaws.com', pathStyle: true }),
    call('service', { bucket: '', host: 's3.{region}.amazonaws.com', query: { prefix: '{prefix}' } }),
    call('another region, path style', {
      key,
      host: `s3.${elsewhere}.amazonaws.com`,
      pathStyle: true,
      signer: { region: elsewhere },
    }),
    call('another region, virtual host', { key, host: virtual(elsewhere), signer: { region: elsewhere } }),
    call('another region, head', { method: 'HEAD', key, host: virtual(elsewhere), signer: { region: elsewhere } }),
    call('another region, head of the bucket', {
      method: 'HEAD',
      host: virtual(elsewhere),
      signer: { region: elsewhere },
    }),
    call('global, path style', { key, host: 's3.amazonaws.com', pathStyle: true, signer: { region: 'us-east-1' } }),
    call('another region, location', {
      host: `s3.${elsewhere}.amazonaws.com`,
      pathStyle: true,
      query: { location: '' },
      signer: { region: elsewhere },
    }),
    call('signed for another region', { key, host: virtual('{region}'), signer: { region: elsewhere } }),
    call('signed for another region, path style', {
      key,
      host: 's3.{region}.amazonaws.com',
      pathStyle: true,
      signer: { region: elsewhere },
    }),
    call('signed for another region, global', {
      key,
      host: '{prefix}main.s3.amazonaws.com',
      signer: { region: elsewhere },
    }),
    call('presigned for another region', {
      key,
      auth: 'query',
      host: virtual('{region}'),
      signer: { region: elsewhere },
    }),
    call('nobody signed, another region', { key, auth: 'none', host: virtual(elsewhere) }),
    call('create, region of another endpoint', {
      ...creation('abroad'),
      host: `s3.${elsewhere}.amazonaws.com`,
      pathStyle: true,
      signer: { region: elsewhere },
    }),
    call('create at the global endpoint', {
      method: 'PUT',
      bucket: 'global',
      host: 's3.amazonaws.com',
      pathStyle: true,
      signer: { region: 'us-east-1' },
    }),
    call('its location', { bucket: 'global', query: { location: '' } }),
  ],
};
