import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { V1Deployment } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { openRequests } from '../../kubernetes/cluster-requests.ts';
import { standInImage } from '../../pipeline/environments/existing/stand-in-image.ts';
import { fixture } from '../../project-paths.ts';
import { runCli, startCli } from '../../testing/run-cli.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';

const run = promisify(execFile);
const { EXISTING_KIND_CLUSTER: cluster, EXISTING_S3_ENDPOINT: endpoint } = process.env;
const isThere = Boolean(cluster && endpoint);
const skipped = isThere
  ? ''
  : ' (skipped: EXISTING_KIND_CLUSTER names no kind cluster, EXISTING_S3_ENDPOINT no LocalStack)';

const id = randomBytes(3).toString('hex');
const namespace = `existing-${id}`;
const bucket = 'acme-qpoint-artifacts';
const repository = 'pii-harness';
const aws = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

/** A user that may do what the harness prints, and no more, in a cluster that somebody made by hand. */
describe.skipIf(!isThere)(`a run in an existing cluster${skipped}`, { timeout: 240_000 }, () => {
  const folder = temporaryFolder();
  const kubeconfig = join(folder.path, 'guest');
  const manifests = join(folder.path, 'deploy');
  const client = new S3Client({
    endpoint: endpoint ?? '',
    region: 'eu-central-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const variables = { KUBECONFIG: kubeconfig, ...aws };
  const flags = (...more: string[]) => [
    ...['sampling', '--seed', '1', '--environment', 'existing', '--namespace', namespace, '--manifests', manifests],
    ...['--bucket', bucket, '--s3-endpoint', endpoint ?? '', '--stand-in-images', repository, '--images', 'stand-in'],
    ...more,
  ];
  let admin = '';

  const kubectl = async (args: readonly string[], input?: string): Promise<string> => {
    const file = join(folder.path, 'admin');
    const started = run('kubectl', ['--kubeconfig', file, ...args], { maxBuffer: 2 ** 26 });
    if (input !== undefined) started.child.stdin?.end(input);
    return (await started).stdout;
  };

  /** All that could be left: objects of every kind that a run makes, everywhere, and the bucket. */
  async function state(): Promise<string[]> {
    const kinds = 'all,secret,configmap,serviceaccount,role,rolebinding,persistentvolumeclaim';
    const made = await kubectl(['get', kinds, '-n', namespace, '-o', 'name']);
    return [...made.trim().split('\n'), ...(await objects()).map((key) => `object ${key}`)].sort();
  }

  async function objects(): Promise<string[]> {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
    return Contents.map(({ Key = '' }) => Key);
  }

  beforeAll(async () => {
    admin = (await run('kind', ['get', 'kubeconfig', '--name', cluster ?? ''])).stdout;
    writeFileSync(join(folder.path, 'admin'), admin);
    for (const role of ['workload', 'upstream', 'qtap', 'qscan'] as const)
      await load(standInImage(repository, role).name);
    await client.send(new CreateBucketCommand({ Bucket: bucket })).catch(() => undefined);
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'mine/notes.txt', Body: 'not of a run' }));
    await kubectl(['create', 'namespace', namespace]);
    await kubectl(['label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=privileged']);
    await run('mkdir', ['-p', manifests]);
    for (const name of ['qtap.yaml', 'qscan.yaml']) writeFileSync(join(manifests, name), smallManifest(name));
    writeFileSync(join(manifests, 'rbac.yaml'), chartRoles());
    const printed = ['--environment', 'existing', '--rbac', '--namespace', namespace, '--manifests', manifests];
    const { output } = await startCli(printed, {}, 'doctor').result;
    await kubectl(['apply', '-f', '-'], output);
    const token = await kubectl(['create', 'token', 'pii-harness', '-n', namespace, '--duration', '2h']);
    writeFileSync(kubeconfig, guestKubeconfig(admin, token.trim()));
  }, 240_000);

  afterAll(async () => {
    await kubectl(['delete', 'namespace', namespace, '--wait=false']);
    client.destroy();
    folder[Symbol.dispose]();
  });

  async function load(image: string): Promise<void> {
    await run('kind', ['load', 'docker-image', '--name', cluster ?? '', image]);
  }

  test('doctor finds all that a run needs', async () => {
    const asked = ['--environment', 'existing', '--namespace', namespace, '--manifests', manifests];
    const where = ['--bucket', bucket, '--s3-endpoint', endpoint ?? '', '--stand-in-images', repository];
    const { code, output } = await startCli([...asked, ...where], variables, 'doctor').result;
    expect(output).toContain('existing can run here.');
    expect(code).toBe(0);
  });

  test('a dry run says what it would do, and does nothing', async () => {
    const before = await state();
    const { code, output } = await runCli(flags('--dry-run'), variables);
    expect(output).toMatch(/Deployment qscan \(.*qscan\.yaml:\d+\)/);
    expect(output).toContain('Secret qpoint-token');
    expect(output).toContain('Nothing was changed.');
    expect(code).toBe(0);
    expect(await state()).toEqual(before);
  });

  test('the same requests are sampled and the same values found as in embedded, and nothing stays', async () => {
    const before = await state();
    const report = (name: string) => join(folder.path, `${name}.json`);
    const own = await runCli(['sampling', '--seed', '1', '--json', report('embedded')]);
    expect(own.code, own.output).toBe(0);
    const { code, output } = await runCli(flags('--json', report('existing')), variables);
    expect(code, output).toBe(0);
    const [embedded, existing] = ['embedded', 'existing'].map((name) =>
      attachments(readFileSync(report(name), 'utf8')),
    );
    expect(existing).toEqual(embedded);
    expect(embedded?.sampled.length).toBeGreaterThan(100);
    expect(await state()).toEqual(before);
  });

  test('Ctrl-C in the middle leaves nothing', async () => {
    const before = await state();
    const cli = startCli(flags(), variables);
    await cli.shows('requests answered');
    expect(await state()).not.toEqual(before);
    cli.process.kill('SIGINT');
    expect(await cli.exit).toBe(130);
    expect(await state()).toEqual(before);
  });

  test('what a killed run left keeps the next one out, and clean takes it away', async () => {
    const before = await state();
    const cli = startCli(flags(), variables);
    await cli.shows('requests answered');
    cli.process.kill('SIGKILL');
    await cli.exit;
    const { code, output } = await runCli(flags(), variables);
    expect(output.replaceAll(/\s+/g, ' ')).toContain(`The namespace ${namespace} is taken by run`);
    expect(code).toBe(3);
    const place = ['--context', 'guest', '--namespace', namespace];
    const cleaned = await startCli([...place, '--bucket', bucket, '--s3-endpoint', endpoint ?? ''], variables, 'clean')
      .result;
    expect(cleaned.output).toMatch(/^removed {2}run \w+/m);
    expect(await state()).toEqual(before);
  });

  test('Secrets of the namespace are used as they are, and never read', async () => {
    const secret = (name: string, stringData: Record<string, string>) =>
      stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData });
    const key = { AWS_ACCESS_KEY_ID: 'AKIAEXISTINGEXISTING', AWS_SECRET_ACCESS_KEY: 'x'.repeat(40) };
    await kubectl(['apply', '-f', '-'], secret('qpoint-token', { REGISTRATION_TOKEN: 'qpt_of_somebody' }));
    await kubectl(['apply', '-f', '-'], secret('qpoint-s3', key));
    const before = await state();
    const unknown = await runCli(flags(), variables);
    expect(unknown.output.replaceAll(/\s+/g, ' ')).toContain('give the same Secret by --secrets FILE');
    const given = join(folder.path, 'secrets.yaml');
    writeFileSync(given, secret('qpoint-s3', key));
    const { code, output } = await runCli(flags('--secrets', given), variables);
    expect(code, output).toBe(0);
    expect(output.replaceAll(/\s+/g, ' ')).toContain('there already, used as they are and not read: Secret');
    expect(await state()).toEqual(before);
  });

  test('a wrong token is refused, also where a Secret of the namespace is used', async () => {
    const before = await state();
    expect(before).toContain('secret/qpoint-s3');
    const wrong = join(folder.path, 'wrong');
    cpSync(manifests, wrong, { recursive: true });
    const file = join(wrong, 'qtap.yaml');
    const token = '$&            - { name: REGISTRATION_TOKEN, value: qpt_wrong }\n';
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^ {10}env:\n/m, token));
    const given = join(folder.path, 'secrets.yaml');
    const { code, output } = await runCli(flags('--secrets', given, '--manifests', wrong), variables);
    expect(output.replaceAll(/\s+/g, ' ')).toContain('Qplane refuses Qtap: its registration token is not that of');
    expect(code).toBe(1);
    expect(await state()).toEqual(before);
  });

  test('what somebody deployed is never overwritten', async () => {
    await kubectl([
      'create',
      'deployment',
      'qscan',
      '-n',
      namespace,
      '--image',
      'node:24-bookworm-slim',
      '--replicas=0',
    ]);
    using requests = await openRequests(admin);
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/qscan`;
    const look = async () => {
      const { metadata, spec } = await requests.get<V1Deployment>(path);
      return { uid: metadata?.uid, generation: metadata?.generation, spec };
    };
    const before = await look();
    const { code, output } = await runCli(flags(), variables);
    expect(output.replaceAll(/\s+/g, ' ')).toMatch(/qscan\.yaml:\d+: Deployment qscan is in the namespace/);
    expect(code).toBe(2);
    expect(await look()).toEqual(before);
  });
});

/** For the lab's machine: nodes of two processors have no room for the scanner that the guide asks for. */
function smallManifest(name: string): string {
  return readFileSync(fixture(`manifests/${name}`), 'utf8')
    .replace('cpu: "2"', 'cpu: 200m')
    .replace('memory: 12Gi', 'memory: 512Mi')
    .replace(/^ {2}namespace: qpoint\n/m, '');
}

/** As charts bring them: the binding before its Role. */
function chartRoles(): string {
  const api = 'rbac.authorization.k8s.io';
  const metadata = { name: 'chart' };
  const objects = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      ...{ apiVersion: `${api}/v1`, kind: 'RoleBinding', metadata },
      ...{ roleRef: { apiGroup: api, kind: 'Role', ...metadata }, subjects: [{ kind: 'ServiceAccount', ...metadata }] },
    },
    {
      ...{ apiVersion: `${api}/v1`, kind: 'Role', metadata },
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] }],
    },
  ];
  return objects.map((object) => stringify(object)).join('---\n');
}

function guestKubeconfig(text: string, token: string): string {
  const { clusters } = parse(text) as { clusters: { name: string }[] };
  const context = { cluster: clusters[0]?.name, user: 'guest' };
  return stringify({
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'guest', clusters },
    ...{ contexts: [{ name: 'guest', context }], users: [{ name: 'guest', user: { token } }] },
  });
}

function attachments(text: string): { sampled: string[]; findings: string[] } {
  const [scenario] = (JSON.parse(text) as { scenarios: { attachments: Record<'sampled' | 'findings', unknown[]> }[] })
    .scenarios;
  const ordered = (list: unknown[] = []) => list.map((item) => JSON.stringify(item)).sort();
  return { sampled: ordered(scenario?.attachments.sampled), findings: ordered(scenario?.attachments.findings) };
}
