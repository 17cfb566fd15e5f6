import { join } from 'node:path';
import { expect, test } from 'vitest';
import { brokenFixtures } from '../harness/testing/faults/broken-fixtures.ts';
import { runCli } from '../harness/testing/run-cli.ts';

const limit = { timeout: 120_000 };

test('a token under the key that the manifests take it from makes it red', limit, async () => {
  await using files = await brokenFixtures({
    'secrets/secrets.yaml': (text) => text.replace('  token: ', '  REGISTRATION_TOKEN: '),
  });
  const { code, output } = await runCli(['charts', '--secrets', join(files.path, 'secrets/secrets.yaml')]);
  expect(code, output).toBe(1);
  expect(output.replace(/\s+/g, ' ')).toContain(
    "FAILED Qtap cannot start (CreateContainerConfigError): couldn't find key token",
  );
});

test('the bucket and the names of the keys are those of the snapshot', limit, async () => {
  await using files = await brokenFixtures({
    'snapshots/snapshot.yaml': (text) =>
      text
        .replaceAll('acme-qpoint-artifacts', 'other-artifacts')
        .replace('value: AWS_ACCESS_KEY_ID', 'value: S3_KEY')
        .replace('value: AWS_SECRET_ACCESS_KEY', 'value: S3_SECRET'),
  });
  const { code, output } = await runCli(['charts', '--snapshot', join(files.path, 'snapshots/snapshot.yaml')]);
  expect(code, output).toBe(0);
  expect(output).toMatch(/payloads only to\s+\d+ there, none elsewhere\s+other-artifacts/);
});
