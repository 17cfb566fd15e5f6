import type { ConformanceGroup } from '../../conformance-suite.ts';
import { call } from '../call.ts';
import { createMain } from '../create-main.ts';
import type { S3Target } from '../s3-target.ts';
import type { RawRequest } from '../send-request.ts';

const header =
  (name: string, change: (value: string) => string | undefined) =>
  (request: RawRequest): RawRequest => {
    const { [name]: value = '', ...rest } = request.headers;
    const changed = change(value);
    return { ...request, headers: changed === undefined ? rest : { ...rest, [name]: changed } };
  };
const path = (change: (value: string) => string) => (request: RawRequest) => ({
  ...request,
  path: change(request.path),
});
const key = 'k';
const query = { key, auth: 'query' } as const;

export const signatures: ConformanceGroup<S3Target> = {
  name: 'signatures',
  cases: [
    createMain,
    call('put', { method: 'PUT', key, body: 'signed' }),
    call('wrong secret', { key, signer: { secretAccessKey: 'wrong' } }),
    call('unknown key', { key, signer: { accessKeyId: 'AKIAUNKNOWN000000000' } }),
    call('clock ahead', { key, ahead: 1000 }),
    call('clock behind', { key, ahead: -1000 }),
    call('wrong service', { key, tamper: header('authorization', (value) => value.replace('/s3/', '/sqs/')) }),
    call('broken credential', { key, tamper: header('authorization', (value) => value.replace('/aws4_request', '')) }),
    call('no signature', { key, tamper: header('authorization', (value) => value.replace(/, Signature=.*/, '')) }),
    call('no signed headers', {
      key,
      tamper: header('authorization', (value) => value.replace(/ SignedHeaders=[^,]*,/, '')),
    }),
    call('signature of version 2', { key, tamper: header('authorization', () => 'AWS AKID:c2lnbmF0dXJl') }),
    call('a bearer token', { key, tamper: header('authorization', () => 'Bearer token') }),
    call('no date', { key, tamper: header('x-amz-date', () => undefined) }),
    call('no hash of the payload', { key, tamper: header('x-amz-content-sha256', () => undefined) }),
    call('a header that is not signed', {
      key,
      tamper: (request) => ({ ...request, headers: { ...request.headers, 'x-amz-meta-late': '1' } }),
    }),
    call('another body than was hashed', { method: 'PUT', key: 'x', body: 'x', payloadHash: '0'.repeat(64) }),
    call('a hash that is none', { method: 'PUT', key: 'x', body: 'x', payloadHash: 'nonsense' }),
    call('a session token of nobody', { key, headers: { 'x-amz-security-token': 'token' } }),
    call('presigned get', query),
    call('presigned head', { ...query, method: 'HEAD' }),
    call('presigned put', { ...query, method: 'PUT', key: 'put', body: 'x' }),
    call('presigned put with a header', {
      ...query,
      method: 'PUT',
      key: 'put',
      body: 'x',
      headers: { 'content-type': 'text/css' },
    }),
    call('presigned put without its header', {
      ...query,
      method: 'PUT',
      key: 'put',
      body: 'x',
      headers: { 'content-type': 'text/css' },
      tamper: header('content-type', () => undefined),
    }),
    call('presigned response headers', { ...query, query: { 'response-content-type': 'text/css' } }),
    call('presigned for another method', {
      ...query,
      method: 'PUT',
      tamper: (request) => ({ ...request, method: 'GET' }),
    }),
    call('presigned, expired', { ...query, ahead: -120 }),
    call('presigned, not yet valid', { ...query, ahead: 3600 }),
    call('presigned for longer than a week', { ...query, expires: 604_801 }),
    call('presigned for less than nothing', { ...query, expires: -1 }),
    call('presigned for no number', { ...query, expires: 'long' }),
    call('presigned, tampered with', {
      ...query,
      tamper: path((value) => value.replace(/.$/, (last) => (last === '0' ? '1' : '0'))),
    }),
    call('presigned, another key', { ...query, tamper: path((value) => value.replace('/k?', '/l?')) }),
    call('presigned, a parameter more', {
      ...query,
      tamper: path((value) => `${value}&response-content-type=text%2Fcss`),
    }),
    call('presigned, a parameter less', { ...query, tamper: path((value) => value.replace(/&X-Amz-Expires=\d+/, '')) }),
    call('presigned and signed', { ...query, headers: { authorization: 'AWS4-HMAC-SHA256 x' } }),
    call('presigned, wrong secret', { ...query, signer: { secretAccessKey: 'wrong' } }),
    call('presigned, unknown key', { ...query, signer: { accessKeyId: 'AKIAUNKNOWN000000000' } }),
    call('presigned, another algorithm', {
      ...query,
      tamper: path((value) => value.replace('AWS4-HMAC-SHA256', 'AWS4-HMAC-MD5')),
    }),
  ],
};
