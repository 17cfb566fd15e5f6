import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import {
  startTestServer,
  type TestServer,
} from '../../../environments/embedded/cluster/api/testing/start-test-server.ts';
import type { Check } from '../../../environments/preflight/check.ts';
import { openRequests } from '../../../kubernetes/cluster-requests.ts';
import { fixture } from '../../../project-paths.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { type ExistingPreflightOptions, existingPreflight } from './existing-preflight.ts';

interface Kubeconfig {
  clusters: { cluster: object }[];
  users: { user: object }[];
}

describe('what doctor says of a cluster', () => {
  const folder = temporaryFolder();
  let running: TestServer;

  beforeAll(async () => {
    running = await startTestServer();
  });

  afterAll(async () => {
    await running[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
    vi.unstubAllEnvs();
  });

  async function checks(
    change: (config: Kubeconfig) => void,
    more: Partial<ExistingPreflightOptions> = {},
  ): Promise<Map<string, Check>> {
    const config = parse(running.server.kubeconfig) as Kubeconfig;
    change(config);
    const file = join(folder.path, 'config');
    writeFileSync(file, stringify(config));
    vi.stubEnv('KUBECONFIG', file);
    const found = await existingPreflight({
      ...{ context: undefined, namespace: 'default', bucket: undefined, endpoint: undefined, standInImages: undefined },
      ...{ manifests: fixture('manifests'), snapshot: fixture('snapshots/snapshot.yaml') },
      ...more,
    });
    return new Map(found.map((check) => [check.name, check]));
  }

  const asUser = (user: object) => (config: Kubeconfig) => {
    config.users = config.users.map((entry) => ({ ...entry, user }));
  };
  const plugin = (command: string, ...args: string[]) =>
    asUser({ exec: { apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'Never', command, args } });

  test('that all is there', async () => {
    const found = await checks(() => undefined);
    expect(['API server', 'namespace', 'rights', 'other runs'].map((name) => found.get(name)?.state)).toEqual([
      ...['ok', 'ok', 'ok', 'ok'],
    ]);
  });

  test.each([
    ['a login tool that is not there', plugin('no-such-login-tool'), /spawn no-such-login-tool ENOENT/],
    [
      'one that fails',
      plugin(process.execPath, '-e', 'console.error("\\nlog in first"); process.exit(1)'),
      /\(log in first\)/,
    ],
    [
      'one that fails without a word',
      plugin(process.execPath, '-e', 'process.exit(1)'),
      /its credential plugin failed/,
    ],
    [
      'a file that is not there',
      ({ clusters: [entry] }: Kubeconfig) => {
        if (entry !== undefined) entry.cluster = { ...entry.cluster, 'certificate-authority': '/nowhere/ca.crt' };
      },
      /\/nowhere\/ca\.crt/,
    ],
  ])('%s is a failed check with what to do', async (_, change, message) => {
    const found = await checks(change);
    expect(found.get('API server')).toMatchObject({ state: 'failed', found: expect.stringMatching(message) });
    expect(found.get('API server')?.found).toContain('see whether kubectl --context embedded version answers');
    expect(found.get('rights')?.state).toBe('unknown');
  });

  test('that the files name another namespace or bucket than the run has', async () => {
    const namespace = await checks(() => undefined);
    expect(namespace.get('files')).toMatchObject({ state: 'failed' });
    expect(namespace.get('files')?.found).toMatch(/qscan\.yaml:\d+: this Deployment goes to the namespace qpoint/);
    const nowhere = { namespace: 'qpoint', endpoint: 'http://127.0.0.1:1' };
    const bucket = await checks(() => undefined, { ...nowhere, bucket: 'other' });
    expect(bucket.get('files')).toMatchObject({ state: 'failed' });
    expect(bucket.get('files')?.found).toMatch(
      /snapshot\.yaml:\d+: the snapshot stores in the bucket acme-.* says other/,
    );
    const right = await checks(() => undefined, { ...nowhere, bucket: 'acme-qpoint-artifacts' });
    expect(right.get('files')?.state).toBe('ok');
  });

  test("that a ConfigMap of somebody's has the name of a run's record", async () => {
    using requests = await openRequests(running.server.kubeconfig);
    const somebodys = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'pii-harness-run', namespace: 'default' },
    };
    await requests.create(somebodys);
    const found = await checks(() => undefined);
    await requests.remove(somebodys);
    expect(found.get('other runs')).toMatchObject({
      state: 'failed',
      found: expect.stringMatching(/is no run's record/),
    });
  });

  test('that nobody has logged in', async () => {
    const found = await checks(asUser({}));
    expect(found.get('rights')?.state).toBe('failed');
    expect(found.get('rights')?.found).toMatch(/does not tell this user its rights \(.*anonymous.*\): log in/);
  });
});
