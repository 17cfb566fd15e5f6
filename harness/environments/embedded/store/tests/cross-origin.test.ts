import { PutBucketCorsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { bucket, runStore } from './running-store.ts';

test('a browser of an allowed origin may, another may not', async () => {
  await using running = await runStore();
  const client = running.client();
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'x' }));
  const ask = (headers: Record<string, string>) =>
    fetch(`${running.endpoint}/${bucket}/k`, { method: 'OPTIONS', headers });
  const wanted = {
    origin: 'https://app.example',
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'X-Amz-Date, content-type',
  };
  const before = await ask(wanted);
  expect([before.status, await before.text()]).toEqual([403, expect.stringContaining('CORS is not enabled')]);

  const CORSRules = [
    {
      AllowedOrigins: ['https://*.example'],
      AllowedMethods: ['GET', 'PUT'],
      AllowedHeaders: ['x-amz-*', 'Content-Type'],
      ExposeHeaders: ['ETag'],
      MaxAgeSeconds: 60,
    },
  ];
  await client.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules } }));
  const allowed = await ask(wanted);
  expect(allowed.status).toBe(200);
  expect(Object.fromEntries(allowed.headers)).toMatchObject({
    'access-control-allow-origin': 'https://app.example',
    'access-control-allow-methods': 'GET, PUT',
    'access-control-allow-headers': 'x-amz-date, content-type',
    'access-control-expose-headers': 'ETag',
    'access-control-max-age': '60',
    'access-control-allow-credentials': 'true',
  });
  for (const refused of [
    { ...wanted, origin: 'https://app.other' },
    { ...wanted, 'access-control-request-method': 'DELETE' },
    { ...wanted, 'access-control-request-headers': 'authorization' },
  ]) {
    const answer = await ask(refused);
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('AccessForbidden')]);
  }
  expect((await ask({ origin: 'https://app.example' })).status).toBe(400);
  const actual = await fetch(`${running.endpoint}/${bucket}/k`, { headers: { origin: 'https://app.example' } });
  expect(actual.headers.get('access-control-allow-origin')).toBe('https://app.example');
});
