import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test, vi } from 'vitest';
import { createIam } from '../../iam/iam.ts';
import { openRequests } from '../../kubernetes/cluster-requests.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { createCertificateAuthority } from '../embedded/certificates/certificate-authority.ts';
import { kubeconfig } from '../embedded/cluster/api/server/kubeconfig.ts';
import { startTestServer } from '../embedded/cluster/api/testing/start-test-server.ts';
import { createEmbeddedStore } from '../embedded/start-embedded.ts';
import { processSpace } from '../kind/life/process-space.ts';
import { cleanNamespace } from './clean-namespace.ts';

async function clean(
  config: string,
  namespace: string,
  more: { readonly bucket?: string; readonly endpoint?: string } = {},
): Promise<string[]> {
  using folder = temporaryFolder();
  const file = join(folder.path, 'config');
  writeFileSync(file, config);
  vi.stubEnv('KUBECONFIG', file);
  const lines: string[] = [];
  const nothing = { context: undefined, bucket: undefined, endpoint: undefined, ...more };
  await cleanNamespace({ ...nothing, namespace, dryRun: false, report: (line) => lines.push(line) });
  return lines;
}

test('a namespace that is not there is not a clean one', async () => {
  await using running = await startTestServer();
  const config = running.server.kubeconfig;
  await expect(clean(config, 'qpiont')).rejects.toThrow(
    /There is no namespace qpiont in the cluster of the context .*: name the one that the run had by --namespace\./,
  );
  expect(await clean(config, 'default')).toEqual(['Nothing is left of a run in the namespace default.']);
});

test("a gateway's own 404 is no word of the cluster's", async () => {
  const ca = await createCertificateAuthority({ runId: 'test' });
  const { certPem, keyPem } = await ca.issue({ names: ['localhost'], ips: ['127.0.0.1'] });
  const gateway = createServer({ cert: certPem, key: keyPem }, (_, response) => {
    response.writeHead(404).end('<html>not here</html>');
  });
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const { port } = gateway.address() as AddressInfo;
  const config = kubeconfig({ url: `https://127.0.0.1:${port}`, token: 't', caPem: ca.certPem });
  await expect(clean(config, 'default')).rejects.toThrow(/does not answer \(HTTP 404: <html>not here<\/html>\)/);
  gateway.close();
});

test('no record is leave to remove from a bucket that was not named', async () => {
  await using running = await startTestServer();
  const config = running.server.kubeconfig;
  using requests = await openRequests(config);
  const key = 'd'.repeat(40);
  const data = {
    runId: 'aaaaaa',
    by: `process 4194303 on ${hostname()}`,
    space: processSpace(),
    bucket: 'payroll',
    region: 'eu-central-1',
    keys: `important.csv\n${key}`,
  };
  const metadata = { name: 'pii-harness-run', namespace: 'default' };
  using folder = temporaryFolder();
  const iam = createIam();
  iam.addAccessKey({ accessKeyId: 'AKIAADMIN', secretAccessKey: 'secret', user: 'admin' });
  const everything = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
  iam.putUserPolicy('admin', 'all', JSON.stringify({ Version: '2012-10-17', Statement: [everything] }));
  const store = createEmbeddedStore({ accounts: iam, region: data.region, directory: folder.path });
  store.createBucket(data.bucket);
  const server = createPlainServer((request, response) => store.handle(request as never, response as never));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAADMIN');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  const client = new S3Client({ endpoint, region: data.region, forcePathStyle: true });
  for (const Key of ['important.csv', key])
    await client.send(new PutObjectCommand({ Bucket: data.bucket, Key, Body: 'x' }));
  await requests.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { ...data, endpoint } });

  await expect(clean(config, 'default', { endpoint })).rejects.toThrow(
    `npm run clean -- --namespace default --bucket payroll --s3-endpoint ${endpoint}`,
  );
  await expect(clean(config, 'default', { bucket: 'payroll' })).rejects.toThrow('which you have to name');
  const lines = await clean(config, 'default', { bucket: 'payroll', endpoint });
  expect(lines).toContain('removed  1 objects of that run in the bucket payroll');
  expect(lines).toContain('left     important.csv in that bucket: it is no digest, as what agents store is');
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: data.bucket }));
  expect(Contents.map(({ Key }) => Key)).toEqual(['important.csv']);
  expect(await clean(config, 'default')).toEqual(['Nothing is left of a run in the namespace default.']);
  client.destroy();
  server.close();
});

test.each([
  'elsewhere',
  // Another container may have this one's name, and none of its processes.
  hostname(),
])('a run that is not seen from here is spared as long as it writes, on %s', async (host) => {
  await using running = await startTestServer();
  using requests = await openRequests(running.server.kubeconfig);
  const record = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'pii-harness-run', namespace: 'default' } };
  const data = {
    runId: 'aaaaaa',
    by: `process 1 on ${host}`,
    started: 'long ago',
    bucket: 'b',
    region: 'eu-central-1',
  };
  let beats = 0;
  const write = () => requests.apply({ ...record, data: { ...data, beats: `${beats++}` } });
  await write();
  let last: Promise<unknown> = Promise.resolve();
  const beating = setInterval(() => {
    last = last.then(write);
  }, 100);
  const lines = await clean(running.server.kubeconfig, 'default').finally(() => clearInterval(beating));
  await last;
  expect(lines.at(-1)).toBe(`spared   run aaaaaa: process 1 on ${host} still runs`);
});
