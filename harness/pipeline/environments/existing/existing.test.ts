import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { openRequests } from '../../../kubernetes/cluster-requests.ts';
import type { ManifestObject } from '../../../manifests/manifest.ts';
import { readManifests } from '../../../manifests/read-manifests.ts';
import { fixture } from '../../../project-paths.ts';
import { runCli, startCli } from '../../../testing/run-cli.ts';
import { type RunningEnvironment, runEnvironment } from '../../../testing/run-environment.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';

const bucket = 'acme-qpoint-artifacts';

/** What is looked at before anything is made needs no node: an embedded API server and store are somebody's as well as others. */
describe('before a run in an existing cluster', { timeout: 60_000 }, () => {
  const folder = temporaryFolder();
  let environment: RunningEnvironment;
  let variables: NodeJS.ProcessEnv;

  beforeAll(async () => {
    environment = await runEnvironment();
    const { s3, kubeconfig } = environment.access;
    variables = {
      KUBECONFIG: kubeconfig,
      AWS_ACCESS_KEY_ID: s3.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
    };
    await make({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'qpoint' } });
    await fetchBucket();
  });

  afterAll(async () => {
    await environment[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  async function fetchBucket(): Promise<void> {
    const client = openStore();
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    client.destroy();
  }

  function openStore(): S3Client {
    const { endpoint, region, ...credentials } = environment.access.s3;
    return new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  }

  async function make(object: ManifestObject): Promise<void> {
    using requests = await openRequests(readFileSync(environment.access.kubeconfig, 'utf8'));
    await requests.apply(object);
  }

  async function remove(object: ManifestObject): Promise<void> {
    using requests = await openRequests(readFileSync(environment.access.kubeconfig, 'utf8'));
    await requests.remove(object);
  }

  const flags = (...more: string[]) => {
    const all = ['--environment', 'existing', '--bucket', bucket, '--stand-in-images', 'pii-harness', '--dry-run'];
    const own = more.includes('--bucket') ? all.filter((flag) => flag !== '--bucket' && flag !== bucket) : all;
    return ['sampling', ...own, '--s3-endpoint', environment.access.s3.endpoint, ...more];
  };
  const asked = (...more: string[]) => runCli(flags(...more), variables);

  /** Whatever its lines are. */
  const flat = (text: string) => text.replaceAll(/\s+/g, ' ');

  /** The fixture's manifests and others beside them. */
  async function manifestsWith(name: string, ...others: ManifestObject[]): Promise<string> {
    const path = join(folder.path, name);
    mkdirSync(path);
    const objects = [...(await readManifests(fixture('manifests'))).map(({ object }) => object), ...others];
    writeFileSync(join(path, 'all.yaml'), objects.map((object) => stringify(object)).join('---\n'));
    return path;
  }

  test('a dry run tells every object, and makes none', async () => {
    const { code, output } = await asked();
    expect(output).toMatch(/^ {2}DaemonSet qtap \(fixtures\/manifests\/qtap\.yaml:\d+\)$/m);
    expect(output).toMatch(/^ {2}Secret qpoint-s3$/m);
    expect(output).not.toContain('Secret qscan-credentials');
    expect(output).toMatch(
      /^ {2}Deployment pii-harness-relay\n {6}\+ spec:(\n {6}\+ .*)+\n {6}\+ +image: pii-harness\/workload:/m,
    );
    expect(output).toMatch(/^ {6}\+ +- acme-qpoint-artifacts\.s3\.eu-central-1\.amazonaws\.com$/m);
    expect(output).toContain('WARNING: a real Qtap captures the traffic of every tenant of its node');
    // What is copied into a file, diffs and paths, keeps its lines.
    const prose = output.split('\n').filter((line) => !/^ {6}|\//.test(line));
    expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(output).toContain('Nothing was changed.');
    expect(output).toMatch(/^asking the API server what it would say to each object$/m);
    expect(code).toBe(0);
    using requests = await openRequests(readFileSync(environment.access.kubeconfig, 'utf8'));
    const { items } = await requests.get<{ items: unknown[] }>('/apis/apps/v1/namespaces/qpoint/deployments');
    expect(items).toEqual([]);
  });

  test('stand-ins run in the place of the images that the manifests name where that is asked for', async () => {
    const { output } = await asked('--images', 'stand-in');
    expect(output).toMatch(/^ {6}\+ +image: pii-harness\/qscan:[0-9a-f]{16}$/m);
    expect(output).not.toContain('WARNING');
  });

  test('another bucket in the snapshot is refused with its line', async () => {
    const { code, output } = await asked('--bucket', 'other');
    expect(output).toMatch(
      /snapshot\.yaml:\d+: the snapshot stores in the bucket acme-qpoint-artifacts, and --bucket says other/,
    );
    expect(code).toBe(2);
  });

  test('another namespace in a manifest is refused with its line', async () => {
    const { code, output } = await asked('--namespace', 'mine');
    expect(output).toMatch(/qscan\.yaml:\d+: this Deployment goes to the namespace qpoint, and the run has only mine/);
    expect(code).toBe(2);
  });

  test('a namespace and a bucket that are not there are not made', async () => {
    const stray = await manifestsWith('stray');
    writeFileSync(
      join(stray, 'all.yaml'),
      stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: {} }),
    );
    const { code, output } = await asked('--namespace', 'absent', '--manifests', stray);
    expect(output).toContain('There is no namespace absent in the cluster');
    expect(code).toBe(3);
    const doctor = [
      '--environment',
      'existing',
      '--bucket',
      'absent-bucket',
      '--s3-endpoint',
      environment.access.s3.endpoint,
    ];
    const { output: checks } = await startCli(doctor, variables, 'doctor').result;
    expect(flat(checks)).toMatch(/✖ bucket The bucket absent-bucket cannot be used: there is no bucket absent-bucket/);
  });

  test('what is deployed there is not overwritten', async () => {
    const service = {
      ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'crm', namespace: 'qpoint' } },
      spec: { ports: [{ port: 80 }] },
    };
    await make(service);
    const { code, output } = await asked();
    expect(output).toContain('Service crm is in the namespace qpoint already, and a run does not overwrite');
    expect(code).toBe(2);
    await remove(service);
  });

  test.each(['ConfigMap', 'Secret'])(
    'a %s of somebody that is named like the relay is not overwritten either',
    async (kind) => {
      const object = { apiVersion: 'v1', kind, metadata: { name: 'pii-harness-relay', namespace: 'qpoint' }, data: {} };
      await make(object);
      const { code, output } = await asked();
      expect(output).toContain(`${kind} pii-harness-relay is in the namespace qpoint already`);
      expect(code).toBe(2);
      await remove(object);
    },
  );

  test('what the API server would refuse is told, of the relay too', async () => {
    const broken = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'Not_A_Name' }, data: {} };
    const quota = {
      ...{ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'few', namespace: 'qpoint' } },
      spec: { hard: { 'count/deployments.apps': '0' } },
    };
    await make(quota);
    const { code, output } = await asked('--manifests', await manifestsWith('broken', broken));
    await remove(quota);
    expect(flat(output)).toMatch(/ConfigMap Not_A_Name \([^ ]*all\.yaml:\d+\): .*invalid/i);
    expect(flat(output)).toMatch(/Refused by the API server: Deployment pii-harness-relay: .*exceeded quota: few/);
    expect(code).toBe(1);
  });

  test('cluster-scoped objects are not applied: they have to be there', async () => {
    const api = 'rbac.authorization.k8s.io/v1';
    const role = (name: string): ManifestObject => ({
      apiVersion: api,
      kind: 'ClusterRole',
      metadata: { name },
      rules: [],
    });
    const { output } = await asked('--manifests', await manifestsWith('there', role('view')));
    expect(flat(output)).toMatch(/ClusterRole view \([^ ]*\) is in the cluster, and used as it is/);
    const absent = await asked('--manifests', await manifestsWith('absent', role('qtap')));
    expect(absent.output).toMatch(
      /all\.yaml:\d+: the ClusterRole qtap is not in the cluster, and a run makes nothing outside/,
    );
    expect(absent.code).toBe(2);
  });

  test('what the API server warns of is told', async () => {
    const labelled = (level: string): ManifestObject => ({
      ...{ apiVersion: 'v1', kind: 'Namespace' },
      metadata: { name: 'qpoint', labels: { 'pod-security.kubernetes.io/warn': level } },
    });
    await make(labelled('restricted'));
    const { code, output } = await asked();
    await make(labelled('privileged'));
    expect(flat(output)).toMatch(/WARNING of the API server, DaemonSet qtap: would violate PodSecurity "restricted/);
    expect(code).toBe(0);
  });

  test('a kind that the cluster has under another scope is refused with its line', async () => {
    const [group, plural] = ['kyverno.test', 'clusterpolicies'];
    const definition: ManifestObject = {
      ...{
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: `${plural}.${group}` },
      },
      spec: {
        ...{ group, scope: 'Cluster', names: { plural, singular: 'clusterpolicy', kind: 'ClusterPolicy' } },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    };
    await make(definition);
    const policy = { apiVersion: `${group}/v1`, kind: 'ClusterPolicy', metadata: { name: 'p' } };
    const { code, output } = await asked('--manifests', await manifestsWith('policy', policy));
    await remove(definition);
    expect(output).toMatch(/all\.yaml:\d+: ClusterPolicy of kyverno\.test\/v1 is a kind of the whole cluster there/);
    expect(code).toBe(2);
  });

  test('a namespace that is named like production wants a word more', async () => {
    await make({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'qpoint-prod' } });
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: {} };
    const path = join(folder.path, 'small.yaml');
    writeFileSync(path, stringify(object));
    const own = ['--manifests', path, '--namespace', 'qpoint-prod'];
    const { code, output } = await asked(...own);
    const name = /--allow-production (\S+)$/m.exec(output)?.[1] ?? '';
    expect(output).toContain('The namespace "qpoint-prod" looks like production');
    expect(code).toBe(2);
    expect((await asked(...own, '--allow-production', 'another')).output).toContain('names the context another');
    expect((await asked(...own, '--allow-production', name)).code).toBe(0);
  });

  /** The environment's kubeconfig with somebody else for its user. */
  function kubeconfigOf(name: string): string {
    const config = parse(readFileSync(environment.access.kubeconfig, 'utf8')) as { users: { user: object }[] };
    for (const entry of config.users) entry.user = { ...entry.user, as: name };
    const path = join(folder.path, 'guest');
    writeFileSync(path, stringify(config));
    return path;
  }

  test('rights that are missing are told with the command that prints them', async () => {
    const manifests = await manifestsWith('rights');
    const guest = { ...variables, KUBECONFIG: kubeconfigOf('guest') };
    const { code, output } = await runCli(flags('--manifests', manifests), guest);
    expect(output).toContain(
      'This user lacks rights in the namespace qpoint: get namespaces qpoint, create configmaps,',
    );
    expect(output).toContain(`existing --namespace qpoint --manifests ${manifests} --rbac`);
    expect(code).toBe(3);
  });

  // The last one: versioning is not taken back.
  test('a bucket that keeps versions is told, since nothing is wholly removed there', async () => {
    const client = openStore();
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
    client.destroy();
    const { code, output } = await asked();
    expect(flat(output)).toContain('WARNING: the bucket keeps versions');
    expect(code).toBe(0);
  });

  test('the S3 key of a Secret that is there has to be told where the harness judges signatures', async () => {
    const secret = (name: string): ManifestObject => ({
      ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'qpoint' } },
      stringData: { AWS_ACCESS_KEY_ID: 'AKIASOMEBODY', AWS_SECRET_ACCESS_KEY: 'x' },
    });
    await make(secret('qpoint-s3'));
    const { code, output } = await asked();
    expect(output).toMatch(/The Secret qpoint-s3 is in the namespace qpoint, .*give the same Secret by --secrets FILE/);
    expect(code).toBe(2);
    const file = join(folder.path, 'secrets.yaml');
    writeFileSync(file, stringify(secret('qpoint-s3')));
    const given = await asked('--secrets', file);
    expect(given.output).toContain('Secret qpoint-s3 is in the namespace, and is not read');
    await remove(secret('qpoint-s3'));
  });
});
