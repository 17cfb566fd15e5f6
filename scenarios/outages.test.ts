import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixture } from '../harness/project-paths.ts';
import { runCli } from '../harness/testing/run-cli.ts';
import { temporaryFolder } from '../harness/testing/temporary-folder.ts';

interface Report {
  readonly scenarios: readonly [
    {
      readonly expectations: readonly { readonly name: string; readonly details: readonly string[] }[];
      readonly attachments: {
        readonly snapshot: string;
        readonly losses: readonly { readonly kind: string; readonly cause: string }[];
      };
    },
  ];
}

test('artifacts go through outages of S3 and Pulse and killed scanners: each is reported once, or its loss is documented', {
  timeout: 120_000,
}, async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'report.json');
  const { code, output } = await runCli(['outages', '--artifacts', '120', '--json', file]);
  expect(code, output).toBe(0);
  const [{ expectations, attachments }] = (JSON.parse(readFileSync(file, 'utf8')) as Report).scenarios;
  expect(attachments.snapshot).toBe(fixture('snapshots/every-exchange.yaml'));
  const sums = expectations.find(({ name }) => name === 'adds up')?.details ?? [];
  expect(sums[0]).toBe("120 by Qtap's own count = 120 sampled");
  // Of this seed's keys some have the prefix that S3 throttles, and every loss has its cause.
  expect(attachments.losses.map(({ kind }) => kind)).toContain('upload-given-up');
  expect(attachments.losses.filter(({ kind, cause }) => kind === 'unexplained' || cause === '')).toEqual([]);
  expect(output).toMatch(/S3 throttles a prefix: \d+ times/);
  expect(output).toMatch(/scanners killed: [1-3]/);
});

test('what the files get wrong is still the cause that is named, not the outages', { timeout: 120_000 }, async () => {
  using folder = temporaryFolder();
  const snapshot = join(folder.path, 'snapshot.yaml');
  const text = readFileSync(fixture('snapshots/every-exchange.yaml'), 'utf8');
  writeFileSync(snapshot, text.replace('bucket: acme-qpoint-artifacts', 'bucket: acme-qpoint-artefacts'));
  const { code, output } = await runCli(['outages', '--artifacts', '50', '--snapshot', snapshot]);
  expect(code, output).toBe(1);
  expect(output.replace(/\s+/g, ' ')).toContain('writes to acme-qpoint-artefacts (snapshot): every scan job fails.');
});
