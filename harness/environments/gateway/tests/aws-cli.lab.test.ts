import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { findProgram } from '../../../testing/find-program.ts';
import { skipReason } from '../../../testing/skip-reason.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { agent, region, runGateway } from './run-gateway.ts';

const run = promisify(execFile);
const aws = findProgram('aws') ?? '';
const upstream = process.env.LOCALSTACK_ENDPOINT;
const reason = skipReason('aws') || (upstream === undefined ? ' (skipped: LOCALSTACK_ENDPOINT is not set)' : '');

test.skipIf(reason)(
  `the aws command copies to LocalStack and back, lists, presigns and removes${reason}`,
  {
    timeout: 60_000,
  },
  async () => {
    const keys = { accessKeyId: 'test', secretAccessKey: 'test' };
    await using running = await runGateway({ endpoint: upstream ?? '', region, ...keys });
    using folder = temporaryFolder();
    const environment = {
      PATH: process.env.PATH,
      HOME: folder.path,
      AWS_ACCESS_KEY_ID: agent.accessKeyId,
      AWS_SECRET_ACCESS_KEY: agent.secretAccessKey,
      AWS_DEFAULT_REGION: region,
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const call = async (...args: string[]) =>
      (await run(aws, ['--endpoint-url', running.endpoint, ...args], { env: environment })).stdout.trim();
    const large = randomBytes(9 * 1024 * 1024);
    await writeFile(join(folder.path, 'large'), large);
    const place = `s3://${running.bucket}/dir/large one`;
    await call('s3', 'cp', join(folder.path, 'large'), place);
    await call('s3', 'cp', place, join(folder.path, 'back'));
    expect((await readFile(join(folder.path, 'back'))).equals(large)).toBe(true);
    expect(await call('s3', 'ls', `s3://${running.bucket}/`)).toMatch(/PRE dir\//);
    const url = await call('s3', 'presign', place, '--expires-in', '60');
    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(large.length);
    expect((await fetch(url.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).status).toBe(403);
    await call('s3', 'rm', `s3://${running.bucket}`, '--recursive');
    expect(await call('s3', 'ls', `s3://${running.bucket}/`, '--recursive')).toBe('');
  },
);
