import { expect, test } from 'vitest';
import { compareWithRecord } from '../recorded-run.ts';
import { embeddedS3 } from './environments.ts';
import { s3Suite } from './suite.ts';

test('the embedded store answers as the record of S3 does', { timeout: 60_000 }, async () => {
  await using environment = await embeddedS3();
  const { failures, skipped, passed } = await compareWithRecord(s3Suite, environment);
  expect(failures).toEqual([]);
  expect(skipped).toEqual([]);
  expect(passed).toBeGreaterThan(500);
});

test('every case has a name of its own', () => {
  const names = s3Suite.groups.flatMap(({ name, cases }) => cases.map((item) => `${name}: ${item.name}`));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
