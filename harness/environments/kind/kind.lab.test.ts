import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { openCluster } from '../../kubernetes/cluster-client.ts';
import type { ManifestObject } from '../../manifests/manifest.ts';
import { processTree } from '../../testing/process-tree.ts';
import { skipReason } from '../../testing/skip-reason.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { nodeKubectl } from './kind-cluster.ts';
import type { KindOptions } from './kind-options.ts';
import { findLeftovers } from './life/find-leftovers.ts';
import { removeLeftovers } from './life/remove-leftovers.ts';
import { reuseFolder } from './life/reuse-folder.ts';
import { reuseId } from './life/reuse-id.ts';
import { clusterName } from './run-names.ts';
import { runProgram } from './run-program.ts';
import { startKind } from './start-kind.ts';
import { containersOf, nothingLeft, startKindProcess } from './testing/kind-process.ts';

const reason = skipReason('docker', 'kind');
const patience = 600_000;

const keptId = reuseId(reuseFolder());

const newRun = () => randomBytes(3).toString('hex');

const qtapImage = 'mirror.example/qtap:v1';

function options(runDirectory: string, given: Partial<KindOptions> = {}): KindOptions {
  return {
    runId: newRun(),
    runDirectory,
    reuse: false,
    images: [{ image: qtapImage, content: { role: 'qtap' } }],
    region: 'eu-central-1',
    progress: () => undefined,
    signal: AbortSignal.timeout(patience),
    ...given,
  };
}

function pod(name: string, namespace: string, image: string, args: string[]): ManifestObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: {
      restartPolicy: 'Never',
      containers: [{ name: 'c', image, args, securityContext: { readOnlyRootFilesystem: true } }],
    },
  } as ManifestObject;
}

describe.skipIf(reason)(`kind${reason}`, { timeout: patience }, () => {
  test('a run has a cluster, its images and a store of its own, and leaves nothing', async () => {
    using folder = temporaryFolder();
    const given = options(folder.path);
    const said: string[] = [];
    await using environment = await startKind({ ...given, progress: (part, text) => said.push(`${part}: ${text}`) });
    expect(said).toEqual(
      expect.arrayContaining(['cluster: ready', 'store: ready', 'images: ready', 'images: the nodes have them']),
    );
    const { cluster, store } = environment;
    expect(cluster.nodes.map(({ role }) => role).sort()).toEqual(['control-plane', 'worker']);
    expect(cluster.nodes.every(({ allocatable }) => allocatable.cpu >= 1000 && allocatable.memory > 2 ** 30)).toBe(
      true,
    );

    const mayRead = [
      'auth',
      'can-i',
      'list',
      'secrets',
      '--all-namespaces',
      '--as=system:node:x',
      '--as-group=system:nodes',
    ];
    expect(await cluster.exec(`${cluster.name}-control-plane`, [...nodeKubectl, ...mayRead])).toBe('yes\n');

    // As the guide does it.
    expect(await store.createBucket('acme-artifacts')).toBe(true);
    expect(await store.createBucket('Not_A_Name')).toBe(false);
    await store.createUser('qpoint-artifacts');
    await store.putUserPolicy(
      'qpoint-artifacts',
      'artifacts',
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}]}',
    );
    const key = await store.createAccessKey('qpoint-artifacts');
    expect(key).toMatchObject({ user: 'qpoint-artifacts', accessKeyId: expect.stringMatching(/^\w{16,}$/) });
    const { endpoint, region } = store.access;
    const s3 = new S3Client({ endpoint, region, credentials: key, forcePathStyle: true });
    expect((await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toEqual(['acme-artifacts']);
    s3.destroy();

    // The image's user may not read the node, so the stand-in says so and ends, under the name that the manifest uses.
    await using client = await openCluster(cluster.kubeconfig);
    await client.create(pod('validate', 'default', qtapImage, ['validate', '/dev/null']), 'default');
    const phase = ['wait', '--for=jsonpath={.status.phase}=Succeeded', 'pod/validate', '--timeout=90s'];
    await cluster.exec(`${cluster.name}-control-plane`, [...nodeKubectl, ...phase]);
    expect(await client.log('default', 'validate', 'c')).toBe('Config is valid.\n');

    const evidence = join(folder.path, 'evidence');
    const files = await environment.writeEvidence(evidence, (text) => text.includes('CreateBucket'));
    expect(files.map((file) => file.slice(evidence.length + 1))).toEqual(
      expect.arrayContaining(['localstack.log', `kind/${cluster.name}-worker/kubelet.log`]),
    );
    const log = readFileSync(join(evidence, 'localstack.log'), 'utf8');
    expect(log).toContain('withheld');
    expect(log).not.toContain('CreateBucket');

    await runProgram('docker', ['kill', `${cluster.name}-localstack`]);
    await expect(environment.asked(store.createUser('another'))).rejects.toThrow(
      /LocalStack does not answer \(E\w+\): its container \w+ exited with 137 at /,
    );

    await environment[Symbol.asyncDispose]();
    expect(await containersOf(given.runId)).toEqual([]);
  });

  test('what is interrupted while it is made is removed', async () => {
    using folder = temporaryFolder();
    const stop = new AbortController();
    const given = options(folder.path, {
      signal: stop.signal,
      progress: (_, text) => text === 'Writing configuration' && stop.abort(new Error('Ctrl-C')),
    });
    await expect(startKind(given)).rejects.toThrow('Ctrl-C');
    expect(await containersOf(given.runId)).toEqual([]);
  });

  test('an image that cannot be had ends the run with its remedy, and nothing is left', async () => {
    using folder = temporaryFolder();
    const images = [{ image: qtapImage, content: { reference: 'nowhere.invalid/qtap:1' } }];
    const given = options(folder.path, { images });
    await expect(startKind(given)).rejects.toThrow(/nowhere\.invalid\/qtap:1 is not in Docker and cannot be pulled/);
    expect(await containersOf(given.runId)).toEqual([]);
  });

  test.each(['Preparing nodes', 'Starting control-plane'])('a harness killed at "%s" leaves nothing', async (step) => {
    const id = newRun();
    await using run = startKindProcess(id);
    await run.shows(step);
    run.process.kill('SIGKILL');
    await run.exited;
    await nothingLeft(id);
    while (existsSync(run.runDirectory)) await delay(100);
  });

  test('npm run clean removes what is left when the watcher is killed too, and spares the living', async () => {
    const id = newRun();
    await using run = startKindProcess(id);
    await run.shows('Starting control-plane');
    const living = await findLeftovers({ images: false });
    const reason = expect.stringContaining(`process ${run.process.pid} runs`);
    expect(living.spared).toContainEqual({ what: `run ${id}`, reason });
    for (const pid of processTree(run.process.pid ?? 0)) process.kill(pid, 'SIGKILL');
    await run.exited;
    const { leftovers } = await findLeftovers({ images: false });
    const own = leftovers.filter(({ name }) => name.includes(id));
    expect(own.map(({ kind }) => kind)).toEqual(['cluster', 'container', 'folder']);
    expect(await removeLeftovers(own)).toEqual([]);
    expect(await containersOf(id)).toEqual([]);
  });

  test('a kept cluster serves one run after the other, without what they left, and one at a time', async (context) => {
    const held = await findLeftovers({ images: false });
    const user = held.spared.find(({ what }) => what === clusterName(keptId));
    context.skip(user !== undefined, `${user?.what} is ${user?.reason}`);
    const nodes = async () => (await containersOf(keptId)).sort();
    {
      await using first = startKindProcess(newRun(), true);
      await first.shows('up');
      await using second = startKindProcess(newRun(), true);
      await second.exited;
      expect(second.output()).toMatch(
        /failed The kept cluster pii-harness-reuse-\w+ is in use by run \w+ \(process \d+, .*leave out --reuse/,
      );
    }
    const kept = await nodes();
    using folder = temporaryFolder();
    const startedAt = performance.now();
    await using environment = await startKind(
      options(folder.path, { reuse: true, images: [{ image: 'mirror.example/idle:2', content: { role: 'idle' } }] }),
    );
    console.log(`started in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    expect(await nodes()).toEqual(kept);
    const { cluster, store } = environment;
    const names = await cluster.exec(`${cluster.name}-worker`, ['ctr', '--namespace=k8s.io', 'images', 'ls', '-q']);
    expect(names).toContain('mirror.example/idle:2');
    expect(names).not.toContain('mirror.example/idle:1');
    await using client = await openCluster(cluster.kubeconfig);
    await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'left' } } as ManifestObject, '');
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'left' },
      rules: [],
    };
    await client.create(role as unknown as ManifestObject, '');
    await store.createBucket('left');
    await store.createUser('left');
    await store.createAccessKey('left');
    await environment[Symbol.asyncDispose]();
    // A namespace is on its way out for some seconds, which the next run waits for.
    for (const what of [['namespaces', '--field-selector=status.phase=Active'], ['clusterroles']]) {
      const left = [...nodeKubectl, 'get', ...what, '--output=name'];
      expect(await cluster.exec(`${cluster.name}-control-plane`, left)).not.toContain('/left');
    }
    expect(await nodes()).toEqual(kept);

    const { leftovers } = await findLeftovers({ images: false });
    const own = leftovers.filter(({ name }) => name.includes(clusterName(keptId)) || name === reuseFolder());
    expect(await removeLeftovers(own)).toEqual([]);
    expect(existsSync(reuseFolder())).toBe(false);
    expect(await containersOf(keptId)).toEqual([]);
  });
});
