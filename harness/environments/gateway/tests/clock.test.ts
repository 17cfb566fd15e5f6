import { S3 } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { createIam } from '../../../iam/iam.ts';
import { createObjectStore } from '../../embedded/store/object-store.ts';
import { createStoreGateway } from '../store-gateway.ts';
import { serveGateway } from './serve-gateway.ts';

const root = { accessKeyId: 'AKIDROOT', secretAccessKey: 'root-secret' };
const region = 'eu-central-1';
const minutes = 60_000;

test.each([
  [14, { $metadata: { httpStatusCode: 200 } }],
  [16, { name: 'RequestTimeTooSkewed', $metadata: { httpStatusCode: 403 } }],
])('a client that is %i minutes behind', async (behind, answer) => {
  const iam = createIam();
  iam.addAccessKey({ ...root, user: 'root' });
  await using store = createObjectStore({ accounts: iam, region });
  store.createBucket('acme');
  const upstream = store.listen().then(({ endpoint }) => ({ endpoint, region, ...root }));
  const clock = () => Date.now() + behind * minutes;
  await using gateway = createStoreGateway({ accounts: iam, region, upstream, clock });
  await using served = await serveGateway(gateway);
  // The SDK would set its clock by the refusal and try again.
  const client = new S3({ endpoint: served.endpoint, region, forcePathStyle: true, credentials: root, maxAttempts: 1 });
  const given = await client.putObject({ Bucket: 'acme', Key: 'k', Body: 'x' }).catch((error: unknown) => error);
  client.destroy();
  expect(given).toMatchObject(answer);
});
