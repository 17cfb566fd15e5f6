import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCluster } from '../harness/kubernetes/cluster-client.ts';
import { fixture, projectPath } from '../harness/project-paths.ts';
import { runCli, startCli } from '../harness/testing/run-cli.ts';
import { temporaryFolder } from '../harness/testing/temporary-folder.ts';

const limit = { timeout: 60_000 };

/** What differs from one run to the next. */
function withoutChance(output: string): string {
  return output
    .replace(/run [0-9a-f]{6}/g, 'run RUN')
    .replace(/\b(qscan|qtap)(-[a-z0-9]+)+(?=[ ,]|$)/gm, '$1-POD')
    .replace(/ +\d+\.\d+ s$/gm, ' TIME')
    .replace(/in \d+\.\d+ s/g, 'in TIME')
    .replace(/ +[\d.]+ [kM]?B/g, ' BYTES')
    .replace(/ +$/gm, '')
    .trim();
}

test('the output in README.md is what a run prints', limit, async () => {
  const readme = readFileSync(projectPath('README.md'), 'utf8');
  const sample = /```text\n(sampling {2}[\s\S]*?)```/.exec(readme)?.[1];
  const { code, output } = await runCli(['sampling']);
  expect(code, output).toBe(0);
  expect(withoutChance(output)).toBe(withoutChance(sample ?? ''));
});

interface Report {
  readonly scenarios: readonly [
    {
      readonly ok: boolean;
      readonly attachments: {
        sampled: string[];
        findings: { valueHash: string }[];
        sovereignty: { justifies?: string; flows: { content: string; direction: string; role: string }[] };
      };
    },
  ];
}

async function reportOf(seed: number): Promise<Report['scenarios'][0]> {
  using folder = temporaryFolder();
  const file = join(folder.path, 'report.json');
  const { code, output } = await runCli(['sampling', '--seed', String(seed), '--json', file]);
  expect(code, output).toBe(0);
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return report.scenarios[0];
}

test('the same seed gives the same samples and findings twice, another seed others', { timeout: 90_000 }, async () => {
  const [first, second, other] = [await reportOf(7), await reportOf(7), await reportOf(8)];
  const hashes = ({ attachments }: typeof first) => attachments.findings.map(({ valueHash }) => valueHash).sort();
  expect(first.attachments.sampled.length).toBeGreaterThan(100);
  const { justifies, flows } = first.attachments.sovereignty;
  expect(justifies).toContain(`${first.attachments.sampled.length} held a recognisable payload`);
  const payloads = flows.filter(({ content }) => content === 'payload');
  expect(payloads.map(({ role, direction }) => `${role} ${direction}`)).toEqual(['bucket out', 'bucket in']);
  expect(second.attachments.sampled).toEqual(first.attachments.sampled);
  expect(hashes(second)).toEqual(hashes(first));
  expect(other.attachments.sampled).not.toEqual(first.attachments.sampled);
  expect(hashes(other)).not.toEqual(hashes(first));
});

test('images of a mirror run by rule; without one, the refusal says how', limit, async () => {
  using folder = temporaryFolder();
  for (const file of ['qtap.yaml', 'qscan.yaml']) {
    const text = readFileSync(fixture(`manifests/${file}`), 'utf8');
    writeFileSync(
      join(folder.path, file),
      text.replace('us-docker.pkg.dev/qpoint-edge/public', 'mirror.example/tools'),
    );
  }
  const rules = ['--image', 'mirror.example/*/qtap=qtap', '--image', '/qscan=qscan'];
  const green = await runCli(['sampling', '--manifests', folder.path, ...rules]);
  expect(green.code, green.output).toBe(0);
  const red = await runCli(['sampling', '--manifests', folder.path]);
  expect(red.code).toBe(1);
  expect(red.output.replace(/\s+/g, ' ')).toMatch(/--image mirror\.example\/tools\/(qtap|qscan)=/);
});

test('a kept cluster answers its kubeconfig until Ctrl-C, which leaves nothing', limit, async () => {
  using folder = temporaryFolder();
  const cli = startCli(['sampling', '--keep'], { TMPDIR: folder.path });
  await cli.shows('kept until Ctrl-C');
  const [run = ''] = readdirSync(folder.path);
  const kubeconfig = readFileSync(join(folder.path, run, 'kubeconfig'), 'utf8');
  {
    await using cluster = await openCluster(kubeconfig);
    const pods = await cluster.pods('qpoint');
    expect(pods.map(({ status }) => status?.phase)).toEqual(['Running', 'Running']);
  }
  cli.process.kill('SIGINT');
  expect((await cli.result).code).toBe(0);
  expect(readdirSync(folder.path)).toEqual([]);
});

test.each([
  'Files are read',
  'Cluster, object store and Edge are up',
  'Manifests are applied',
  'Qtap and QScan are ready',
  'requests answered',
])('Ctrl-C after "%s" ends with 130 and leaves nothing', limit, async (moment) => {
  using folder = temporaryFolder();
  const cli = startCli(['sampling'], { TMPDIR: folder.path });
  await cli.shows(moment);
  cli.process.kill('SIGINT');
  const { code, output } = await cli.result;
  expect(code, output).toBe(130);
  expect(readdirSync(folder.path)).toEqual([]);
});

test.each([
  [[], /Which scenario\?.*sampling/],
  [['smapling'], /no scenario smapling.*sampling/],
  [['sampling', '--seed'], /--seed/],
  [['sampling', '--manifests', '/nowhere'], /cannot read \/nowhere: no such file or folder/],
  [['sampling', '--json', '/nowhere/report.json'], /--json .* cannot be written: ENOENT/],
  [['sampling', '--evidence', fixture('manifests/qtap.yaml')], /--evidence .* cannot be written: EEXIST/],
  [['sampling', '--evidence', '/proc/evidence'], /--evidence .* cannot be written: ENOENT/],
  [['sampling', '--secrets', fixture('manifests/qtap.yaml')], /a DaemonSet is no Secret/],
])('wrong use ends with 2 and says what is right: %j', limit, async (args, message) => {
  const { code, output } = await runCli(args);
  expect(code, output).toBe(2);
  expect(output.replace(/\s+/g, ' ')).toMatch(message);
});

test('a reader who leaves early changes neither the run nor its verdict', limit, async () => {
  using folder = temporaryFolder();
  const cli = startCli(['sampling'], { TMPDIR: folder.path });
  await cli.shows('sampling');
  cli.process.stdout?.destroy();
  expect(await cli.exit).toBe(0);
  expect(readdirSync(folder.path)).toEqual([]);
});

test('an environment that cannot be had ends with 3', limit, async () => {
  const { code, output } = await runCli(['sampling'], { TMPDIR: '/nowhere' });
  expect(code, output).toBe(3);
  expect(output).toContain('set TMPDIR to one that can be written');
});

test('a red run leaves what there is to see where it was asked to', limit, async () => {
  using folder = temporaryFolder();
  const text = readFileSync(fixture('manifests/qtap.yaml'), 'utf8');
  writeFileSync(join(folder.path, 'qtap.yaml'), text.replace('public/qtap:', 'public/qtpa:'));
  const evidence = join(folder.path, 'evidence');
  const { code, output } = await runCli(['sampling', '--manifests', folder.path, '--evidence', evidence]);
  expect(code, output).toBe(1);
  expect(output.replace(/\s+/g, ' ')).toContain(`more in ${evidence}`);
  expect(readdirSync(evidence)).toEqual(
    expect.arrayContaining(['journal.jsonl', 'qpoint.pods.json', 'qpoint.events.json']),
  );
  expect(readFileSync(join(evidence, 'qpoint.events.json'), 'utf8')).toContain('Failed');
});

test('two nodes give two scanners room, and each a Qtap', limit, async () => {
  using folder = temporaryFolder();
  for (const file of ['qtap.yaml', 'qscan.yaml']) {
    const text = readFileSync(fixture(`manifests/${file}`), 'utf8');
    writeFileSync(join(folder.path, file), text.replace('replicas: 1', 'replicas: 2'));
  }
  const { code, output } = await runCli(['sampling', '--manifests', folder.path, '--nodes', '2']);
  expect(code, output).toBe(0);
  expect(output).toMatch(/on node-2/);
  expect(output).toMatch(/qtap-\w+, qtap-\w+ run on this snapshot/);
});

test('--help teaches every flag', limit, async () => {
  const { code, output } = await runCli(['--help']);
  expect(code).toBe(0);
  for (const flag of [
    ...['list', 'describe', '--all', '--tag', '--shard', '--repeat', '--coverage', '--junit'],
    '--manifests',
    '--snapshot',
    '--secrets',
    '--image',
    '--seed',
    '--keep',
    '--json',
    '--real-time',
    '--nodes',
    '--evidence',
    '--environment',
    '--reuse',
    '--kind-image',
    '--localstack-image',
    '--qtap-image',
    '--qscan-image',
    '--images',
    '--context',
    '--bucket',
    '--namespace',
    '--dry-run',
  ]) {
    expect(output).toContain(flag);
  }
  expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});
