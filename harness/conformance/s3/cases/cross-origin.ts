import type { ConformanceGroup } from '../../conformance-suite.ts';
import { call } from '../call.ts';
import { createMain } from '../create-main.ts';
import type { RequestSpec } from '../request-spec.ts';
import type { S3Target } from '../s3-target.ts';

const origin = 'https://app.example.com';
const preflight = (headers: Readonly<Record<string, string>>): RequestSpec => ({
  method: 'OPTIONS',
  key: 'k',
  auth: 'none',
  headers,
});
const wanted = (method: string) => ({ origin, 'access-control-request-method': method });

export const crossOrigin: ConformanceGroup<S3Target> = {
  name: 'cross origin',
  cases: [
    createMain,
    call('put', { method: 'PUT', key: 'k', body: 'x' }),
    call('preflight without a configuration', preflight(wanted('GET'))),
    call('configure', {
      method: 'PUT',
      query: { cors: '' },
      md5: true,
      body: '<CORSConfiguration><CORSRule><AllowedOrigin>https://*.example.com</AllowedOrigin><AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod><AllowedHeader>x-amz-*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>60</MaxAgeSeconds></CORSRule><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>HEAD</AllowedMethod></CORSRule></CORSConfiguration>',
    }),
    call('preflight', preflight(wanted('GET'))),
    call('preflight with a header', preflight({ ...wanted('PUT'), 'access-control-request-headers': 'x-amz-date' })),
    call('preflight with another header', preflight({ ...wanted('PUT'), 'access-control-request-headers': 'x-other' })),
    call('preflight for another method', preflight(wanted('DELETE'))),
    call('preflight from another origin', preflight({ ...wanted('GET'), origin: 'https://example.org' })),
    call('preflight for everybody', preflight({ ...wanted('HEAD'), origin: 'https://example.org' })),
    call('preflight without an origin', preflight({ 'access-control-request-method': 'GET' })),
    call('preflight without a method', preflight({ origin })),
    call('preflight for no bucket', { ...preflight(wanted('GET')), bucket: 'none' }),
    call('get', { key: 'k', headers: { origin } }),
    call('get from another origin', { key: 'k', headers: { origin: 'https://example.org' } }),
    call('head for everybody', { method: 'HEAD', key: 'k', headers: { origin: 'https://example.org' } }),
    call('get none', { key: 'none', headers: { origin } }),
  ],
};
