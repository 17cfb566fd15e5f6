import { join } from 'node:path';
import { expect, test } from 'vitest';
import { brokenFixtures } from '../harness/testing/faults/broken-fixtures.ts';
import { runCli } from '../harness/testing/run-cli.ts';

test('a Qtap that no change in Qplane reaches makes it red', { timeout: 60_000 }, async () => {
  await using files = await brokenFixtures({
    'manifests/qtap.yaml': (text) =>
      text.replace(
        '          securityContext:\n',
        '          args: [--config=/app/tap.yaml]\n          securityContext:\n',
      ),
  });
  const { code, output } = await runCli(['config-change', '--manifests', join(files.path, 'manifests')]);
  expect(code, output).toBe(1);
  expect(output.replace(/\s+/g, ' ')).toMatch(/FAILED Qtap never called Qplane: --config in its arguments/);
});

test('sampling that could not begin anew makes it red', { timeout: 60_000 }, async () => {
  await using files = await brokenFixtures({
    'snapshots/snapshot.yaml': (text) => text.replace('sample_baseline: 10', 'sample_baseline: 1'),
  });
  const { code, output } = await runCli(['config-change', '--snapshot', join(files.path, 'snapshots/snapshot.yaml')]);
  expect(code, output).toBe(1);
  expect(output).toContain('no endpoint has a baseline');
});

test('a config that lets values out makes it red', { timeout: 60_000 }, async () => {
  await using files = await brokenFixtures({
    'snapshots/snapshot.yaml': (text) =>
      text.replace(
        '        - type: qscan\n',
        '        - { type: access_logs, config: { mode: full } }\n        - type: qscan\n',
      ),
  });
  const { code, output } = await runCli(['config-change', '--snapshot', join(files.path, 'snapshots/snapshot.yaml')]);
  expect(code, output).toBe(1);
  expect(output).toMatch(/✘ no leak +no planted value anywhere +\d+ in 1 place/);
});
