import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { S3 } from '@aws-sdk/client-s3';
import { Realtime } from 'ably';
import { expect, test } from 'vitest';
import { openCluster } from '../kubernetes/cluster-client.ts';
import { fixture } from '../project-paths.ts';
import { startCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import type { EnvironmentAccess } from './environment-access.ts';

/** GET of a mocked host through the Edge, its certificate verified. */
async function get({ edge }: EnvironmentAccess, host: string, path: string, authorization: string): Promise<string> {
  const [address = '', port = ''] = edge.address.split(':');
  const call = request({
    host: address,
    port,
    path,
    servername: host,
    ca: readFileSync(edge.ca),
    headers: { host, authorization },
  });
  const answered = new Promise<string>((resolve, reject) => {
    call.on('error', reject).on('response', async (response) => resolve(await text(response)));
  });
  call.end();
  return answered;
}

test('an environment alone is reached by what it prints, and leaves nothing behind', async () => {
  const cli = startCli(['--json', '--nodes', '2'], {}, 'environment');
  await cli.shows('\n');
  const access = JSON.parse(cli.shown) as EnvironmentAccess;

  {
    await using cluster = await openCluster(readFileSync(access.kubeconfig, 'utf8'));
    await cluster.create(
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'seen' }, data: { a: '1' } },
      'default',
    );
  }
  const { endpoint, region, accessKeyId, secretAccessKey } = access.s3;
  const s3 = new S3({ endpoint, region, forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } });
  await s3.createBucket({ Bucket: 'one', CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } });
  expect((await s3.listBuckets()).Buckets?.map(({ Name }) => Name)).toEqual(['one']);
  s3.destroy();

  const config = (token: string) => get(access, 'api.qpoint.io', '/deploy/config?version=v2', `Bearer ${token}`);
  expect(await config(access.registrationToken)).toContain('object_stores:');
  expect(await config('another')).not.toContain('object_stores:');

  cli.process.kill('SIGINT');
  expect(await cli.exit).toBe(0);
  expect(existsSync(dirname(access.kubeconfig))).toBe(false);
});

test.each([
  [['--sede', '1'], {}, /Unknown option '--sede'.*npm run environment -- --help/],
  [['kind'], {}, /"kind" is no flag/],
  [[], { npm_config_json: 'true' }, /npm run environment -- --json/],
  [['--snapshot', 'no-such-file.yaml'], {}, /no-such-file\.yaml/],
])('wrong use ends with 2 and the right one: %j', async (args, environment, message) => {
  const { code, output } = await startCli(args, environment, 'environment').result;
  expect(output).toMatch(message);
  expect(code).toBe(2);
});

test('a person is told of the room, and at the end that no rights were used', async () => {
  const cli = startCli([], {}, 'environment');
  await cli.shows('Ctrl-C');
  expect(cli.shown).toContain('a roll-out of it takes --nodes 2');
  cli.process.kill('SIGINT');
  const { code, output } = await cli.result;
  expect(output).toContain('Rights granted and used\n\nNo IAM user was made here, so none had any.\n');
  expect(code).toBe(0);
});

test('a snapshot that is saved changed is announced to whoever listens, and one that is broken is not', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'snapshot.yaml');
  const guide = readFileSync(fixture('snapshots/snapshot.yaml'), 'utf8');
  writeFileSync(file, guide);
  const cli = startCli(['--json', '--snapshot', file], {}, 'environment');
  await cli.shows('\n');
  const access = JSON.parse(cli.shown) as EnvironmentAccess;
  const tlsPort = Number(access.edge.address.split(':')[1]);
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, readFileSync(access.edge.ca, 'utf8')]);
  const client = new Realtime({ key: access.push.key, endpoint: 'localhost', tlsPort, fallbackHosts: [], logLevel: 0 });
  const heard = Promise.withResolvers<void>();
  await client.channels.get(access.push.channel).subscribe('config.changed', () => heard.resolve());
  writeFileSync(file, guide.replace('sample_rate: 0.1', 'sample_rate: 0.5'));
  await heard.promise;
  const config = () => get(access, 'api.qpoint.io', '/deploy/config?version=v2', `Bearer ${access.registrationToken}`);
  expect(await config()).toContain('sample_rate: 0.5');
  writeFileSync(file, '');
  await cli.shows('snapshot.yaml is empty.');
  writeFileSync(file, `${guide}\nstacks: [`);
  await cli.shows('snapshot.yaml:');
  expect(await config()).toContain('sample_rate: 0.5');
  client.close();
  setDefaultCACertificates(trusted);
  cli.process.kill('SIGINT');
  const { code, output } = await cli.result;
  expect(code).toBe(0);
  expect(output).toContain('snapshot.yaml changed: announced to 1 listener.');
  expect(output).toContain('It is not announced: agents keep the snapshot before it.');
  expect(output).toMatch(/snapshot\.yaml:\d+/);
});
