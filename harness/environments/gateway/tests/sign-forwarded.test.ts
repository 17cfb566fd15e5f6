import { expect, test } from 'vitest';
import { signForwarded } from '../sign-forwarded.ts';

test('credentials that somebody has for a while are shown with their token, which is signed', () => {
  const access = { endpoint: 'http://127.0.0.1:1', region: 'eu-central-1', accessKeyId: 'ASIA', secretAccessKey: 's' };
  const request = { method: 'GET', path: '/b/k', query: [], headers: {}, payloadHash: 'UNSIGNED-PAYLOAD' } as const;
  const signed = signForwarded({ ...access, sessionToken: 'token' }, request, 0);
  expect(signed['x-amz-security-token']).toBe('token');
  expect(signed.authorization).toMatch(/SignedHeaders=[^,]*;x-amz-security-token,/);
  expect(signForwarded(access, request, 0)).not.toHaveProperty('x-amz-security-token');
});
