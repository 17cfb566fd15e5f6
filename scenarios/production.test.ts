import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixture } from '../harness/project-paths.ts';
import { brokenFixtures } from '../harness/testing/faults/broken-fixtures.ts';
import { runCli } from '../harness/testing/run-cli.ts';

const limit = { timeout: 120_000 };

async function production(edit: (qscan: string) => string) {
  await using files = await brokenFixtures({ 'manifests/qscan.yaml': edit });
  const { code, output } = await runCli(['production', '--manifests', join(files.path, 'manifests')]);
  return { code, output: output.replace(/\s+/g, ' ') };
}

test('a QScan that reads another bucket than Qtap writes to makes it red', limit, async () => {
  const { code, output } = await production((text) => text.replace('acme-qpoint-artifacts', 'acme-qpoint-artefacts'));
  expect(code, output).toBe(1);
  expect(output).toContain('FAILED QScan reads the bucket acme-qpoint-artefacts');
});

test('metrics at another port than the container declares make it red', limit, async () => {
  const { code, output } = await production((text) =>
    text.replace('value: "8080"', 'value: "9191"').replaceAll('port: metrics', 'port: 9191'),
  );
  expect(code, output).toBe(1);
  expect(output).toContain('FAILED QScan declares port 8080, and gives no metrics there');
});

test('it is green with what the Helm charts render', limit, async () => {
  const { code, output } = await runCli(['production', '--manifests', fixture('charts')]);
  expect(code, output).toBe(0);
});
