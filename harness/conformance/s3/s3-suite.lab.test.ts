import { expect, test } from 'vitest';
import { compareWithRecord } from '../recorded-run.ts';
import { remoteS3 } from './environments.ts';
import { s3Suite } from './suite.ts';

/** A running LocalStack, for example `http://127.0.0.1:4566`; the comparison is skipped without one. */
const endpoint = process.env.LOCALSTACK_ENDPOINT;

test.skipIf(endpoint === undefined)(
  `LocalStack answers as recorded, but for the accepted differences${endpoint === undefined ? ' (LOCALSTACK_ENDPOINT is not set)' : ''}`,
  { timeout: 120_000 },
  async () => {
    const access = {
      endpoint: endpoint ?? '',
      region: 'eu-central-1',
      accessKeyId: 'test',
      secretAccessKey: 'test',
    };
    await using environment = await remoteS3(access);
    expect((await compareWithRecord(s3Suite, environment)).failures).toEqual([]);
  },
);
