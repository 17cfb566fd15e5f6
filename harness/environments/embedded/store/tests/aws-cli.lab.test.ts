import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { findProgram } from '../../../../testing/find-program.ts';
import { skipReason } from '../../../../testing/skip-reason.ts';
import { bucket, owner, region, runStore } from './running-store.ts';

const run = promisify(execFile);
const aws = findProgram('aws') ?? '';
const reason = skipReason('aws');

test.skipIf(reason)(`the aws command copies, lists, presigns and removes${reason}`, { timeout: 60_000 }, async () => {
  await using running = await runStore();
  const folder = await mkdtemp(join(tmpdir(), 'aws-cli-'));
  const environment = {
    // A name beyond ASCII is none in the C locale.
    LC_ALL: 'C.UTF-8',
    PYTHONUTF8: '1',
    PATH: process.env.PATH,
    HOME: folder,
    AWS_ACCESS_KEY_ID: owner.accessKeyId,
    AWS_SECRET_ACCESS_KEY: owner.secretAccessKey,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  // By flag: an older aws does not know AWS_ENDPOINT_URL.
  const endpoint = ['--endpoint-url', running.endpoint];
  const call = async (...args: string[]) =>
    (await run(aws, [...endpoint, ...args], { env: environment })).stdout.trim();
  try {
    const large = Buffer.alloc(9 * 1024 * 1024, 'multipart ');
    await writeFile(join(folder, 'large'), large);
    await call('s3', 'cp', join(folder, 'large'), `s3://${bucket}/dir/large ü`);
    expect(running.store.read(bucket, 'dir/large ü')?.equals(large)).toBe(true);
    await call('s3', 'cp', `s3://${bucket}/dir/large ü`, join(folder, 'back'));
    expect((await readFile(join(folder, 'back'))).equals(large)).toBe(true);
    expect(await call('s3', 'ls', `s3://${bucket}/`)).toMatch(/PRE dir\//);

    const url = await call('s3', 'presign', `s3://${bucket}/dir/large ü`, '--expires-in', '60');
    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(large.length);
    expect((await fetch(url.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).status).toBe(403);

    await call('s3', 'rm', `s3://${bucket}`, '--recursive');
    expect(running.store.objects(bucket)).toEqual([]);
    await call(
      's3api',
      'create-bucket',
      '--bucket',
      'guide-bucket',
      '--create-bucket-configuration',
      `LocationConstraint=${region}`,
    );

    await fetch(`${running.endpoint}/guide-bucket`, { method: 'HEAD' }).then(({ status }) => expect(status).toBe(403));
  } finally {
    await rm(folder, { recursive: true });
  }
});
