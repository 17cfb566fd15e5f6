import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../harness/testing/run-cli.ts';
import { skipReason } from '../harness/testing/skip-reason.ts';
import { temporaryFolder } from '../harness/testing/temporary-folder.ts';

const reason = skipReason('docker', 'kind');

interface Finding {
  readonly valueHash: string;
  readonly requestId: string;
  readonly fieldPath: string;
  readonly entityType: string;
}

interface Report {
  readonly environment: string;
  readonly scenarios: readonly { readonly attachments: { readonly sampled: string[]; readonly findings: Finding[] } }[];
}

async function reportOf(flags: readonly string[]) {
  using folder = temporaryFolder();
  const file = join(folder.path, 'report.json');
  const { code, output } = await runCli(['sampling', '--seed', '11', '--json', file, ...flags]);
  expect(code, output).toBe(0);
  const { environment, scenarios } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const { sampled = [], findings = [] } = scenarios[0]?.attachments ?? {};
  const lines = findings.map((finding) =>
    [finding.requestId, finding.fieldPath, finding.entityType, finding.valueHash].join(' '),
  );
  return { environment, sampled, findings: lines.sort() };
}

test.skipIf(reason)(
  `a kind cluster samples the same requests and finds the same as the embedded one, by the same seed${reason}`,
  { timeout: 600_000 },
  async () => {
    const embedded = await reportOf([]);
    const kind = await reportOf(['--environment', 'kind']);
    expect([embedded.environment, kind.environment]).toEqual(['embedded', 'kind']);
    expect(embedded.sampled.length).toBeGreaterThan(100);
    expect(kind.sampled).toEqual(embedded.sampled);
    expect(embedded.findings.length).toBeGreaterThan(100);
    expect(kind.findings).toEqual(embedded.findings);
  },
);
