import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import { join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { catalogue } from '../catalogue/catalogue.ts';
import { projectPath } from '../project-paths.ts';
import { runCli, startCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const limit = { timeout: 120_000 };

test('list names every scenario with its tags, and by tag those that have it', limit, async () => {
  const all = await runCli(['list']);
  expect(all.code, all.output).toBe(0);
  expect(all.output).toMatch(/^iam +A right that the agents lack is named$/m);
  expect(all.output).toMatch(/^ +storage · 5 trials · embedded, kind$/m);
  expect(Math.max(...all.output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  const tagged = await runCli(['list', '--tag', 'guide']);
  expect(tagged.output).toContain('sampling');
  expect(tagged.output).not.toContain('iam ');
  const unknown = await runCli(['list', '--tag', 'stroage']);
  expect(unknown).toMatchObject({ code: 2, output: expect.stringMatching(/has the tag "stroage"\. Tags: .*storage/) });
});

test('describe is the prose of the scenario itself, with the rows that it catches', limit, async () => {
  const { code, output } = await runCli(['describe', 'iam', 'sampling', 'pod-start']);
  expect(code, output).toBe(0);
  const text = output.replace(/\s+/g, ' ');
  expect(text).toContain('nothing but the missing objects would tell.');
  expect(text).toContain('iam-no-put, by behaviour: the policy has no s3:PutObject');
  expect(text).toContain('sampling-baseline, by behaviour');
  expect(text).toMatch(/egress-images, simulated: .* not on kind: its nodes pull/);
  expect((await runCli(['describe', 'ian'])).output).toContain('There is no scenario ian.');
});

test('rounds of a scenario are summed up, in all reports, with its rows of the catalogue', limit, async () => {
  using folder = temporaryFolder();
  const [snapshot, json, junit, summary] = ['snapshot.yaml', 'r.json', 'r.xml', 'summary.md'].map((name) =>
    join(folder.path, name),
  ) as [string, string, string, string];
  // Every trial is red at once: nothing of it can be read.
  writeFileSync(snapshot, 'config: [\n');
  const { code, output } = await runCli(
    ['iam', '--repeat', '2', '--coverage', '--snapshot', snapshot, '--json', json, '--junit', junit],
    { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: folder.path, TMPDIR: folder.path },
  );
  expect(code, output).toBe(1);
  expect(output).toMatch(/^✘ iam +0 of 2 green\. A right that the agents lack is named\. 5/m);
  expect(output).toContain('round 2, seed 1:');
  expect(output).toMatch(/^ {2}✘ iam-no-put +iam, behaviour, not met$/m);
  expect(output).toMatch(/^ {2}· s3-throttled +.*outages, behaviour, not run/m);
  expect(output).toContain(`${catalogue.length} rows of the catalogue: 0 by behaviour`);
  expect(output).toMatch(/^1 scenario, 2 runs, 10 trials: 0 green, 2 red in .* · seed 1$/m);
  expect(output.match(/^::error title=scenario iam::iam-no-put: .*%0A/gm)).toHaveLength(2);

  const { scenarios, coverage } = JSON.parse(readFileSync(json, 'utf8'));
  expect(scenarios).toMatchObject([
    { name: 'iam', round: 0, ok: false },
    { name: 'iam', round: 1, ok: false },
  ]);
  expect(coverage).toHaveLength(catalogue.length);
  const xml = readFileSync(junit, 'utf8');
  expect(XMLValidator.validate(xml)).toBe(true);
  const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(xml);
  expect(testsuites.testsuite).toMatchObject([
    { '@_name': 'iam', '@_tests': '5', '@_failures': '5' },
    { '@_name': 'iam, round 2' },
  ]);
  expect(readFileSync(summary, 'utf8')).toMatch(/\| iam \| red \|.*iam-no-put/);
});

/** Without times, and the room that they leave. */
function withoutTimes(text: string): string {
  return text.replace(/ +(\d+ min \d+|[\d.]+) s\b/gm, ' TIME').trim();
}

test('the output of several in README.md is what they print, and each has its part of the report', limit, async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'report.json');
  const readme = readFileSync(projectPath('README.md'), 'utf8');
  const sample = /```text\n(✔ iam [\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const { code, output } = await runCli(['iam', 'sampling', '--json', file], { TMPDIR: folder.path });
  expect(code, output).toBe(0);
  // A longer time takes a column more of a line.
  expect(withoutTimes(output).replace(/\s+/g, ' ')).toBe(withoutTimes(sample).replace(/\s+/g, ' '));
  const { scenarios } = JSON.parse(readFileSync(file, 'utf8'));
  const iam = scenarios.find(({ name }: { name: string }) => name === 'iam');
  expect(iam.coverage.map(({ verdict }: { verdict: string }) => verdict)).toEqual(Array(5).fill('met'));
  expect(
    scenarios.find(({ name }: { name: string }) => name === 'sampling').attachments.sampled.length,
  ).toBeGreaterThan(100);
  expect(readdirSync(folder.path)).toEqual(['report.json']);
});

test('Ctrl-C in the middle of all ends with 130 and leaves nothing', limit, async () => {
  using folder = temporaryFolder();
  const started = new AbortController();
  const changes = watch(folder.path, { recursive: true, signal: started.signal });
  const cli = startCli(['--all'], { TMPDIR: folder.path });
  // Containers of two clusters run.
  const clusters = new Set<string>();
  for await (const { filename } of changes) {
    const [, cluster] = /(\S+)\/pods\//.exec(filename ?? '') ?? [];
    if (cluster !== undefined) clusters.add(cluster);
    if (clusters.size === 2) break;
  }
  cli.process.kill('SIGINT');
  const { code, output } = await cli.result;
  expect(code, output).toBe(130);
  expect(output).toContain('interrupted: what the run started is gone');
  expect(readdirSync(folder.path)).toEqual([]);
});
