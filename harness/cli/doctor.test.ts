import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { startCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

test('a machine without Docker and kind is told what it lacks and what to do', async () => {
  using empty = temporaryFolder();
  const { code, output } = await startCli([], { PATH: empty.path }, 'doctor').result;
  expect(output).toMatch(/^ {2}✖ Docker +not on the PATH; install it:\s+https/m);
  expect(output).toMatch(/^ {2}✖ kind +not on the PATH; install 0\.27 or later:\s+https/m);
  expect(output).toMatch(/^ {2}– memory +not seen without Docker$/m);
  expect(output).toMatch(/^ {2}– kubectl /m);
  expect(output).toMatch(/^2 of \d+ keep kind from running here\.$/m);
  expect(code).toBe(3);
});

test('as JSON it is one line for a program', async () => {
  using empty = temporaryFolder();
  const { code, output } = await startCli(['--json'], { PATH: empty.path }, 'doctor').result;
  const report = JSON.parse(output) as { ok: boolean; checks: { name: string; state: string; remedy?: string }[] };
  expect(report.ok).toBe(false);
  expect(report.checks).toContainEqual(
    expect.objectContaining({ name: 'Docker', state: 'failed', remedy: expect.any(String) }),
  );
  expect(code).toBe(3);
});

test.each([
  ['an unknown environment', ['--environment', 'moon'], /--environment takes kind or existing, not "moon"/],
  ['a flag of another environment', ['--bucket', 'b'], /--bucket goes with --environment existing only/],
  ['a stray word', ['kind'], /"kind" is no flag/],
])('%s is refused', async (_, args, message) => {
  const { code, output } = await startCli(args, {}, 'doctor').result;
  expect(output).toMatch(message);
  expect(code).toBe(2);
});

test('the rights that a run needs in an existing cluster are printed for an administrator', async () => {
  const { code, output } = await startCli(
    ['--environment', 'existing', '--namespace', 'other', '--rbac'],
    { KUBECONFIG: '/nowhere' },
    'doctor',
  ).result;
  const objects = parseAllDocuments(output).map((document) => document.toJS() as PrintedObject);
  expect(objects.map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([
    ['ServiceAccount', 'other'],
    ['Role', 'other'],
    ['RoleBinding', 'other'],
  ]);
  const rules = objects.flatMap((object) => object.rules ?? []);
  expect(rules).toContainEqual({ apiGroups: ['apps'], resources: ['daemonsets', 'deployments'], verbs: ['create'] });
  // Nothing but the run's record is changed or removed, and no Secret is read.
  const strong = rules.filter(({ resources, verbs }) =>
    verbs.some(
      (verb) =>
        ['patch', 'delete', 'update', '*'].includes(verb) || (resources.includes('secrets') && verb !== 'create'),
    ),
  );
  expect(strong).toEqual([expect.objectContaining({ resources: ['configmaps'], resourceNames: ['pii-harness-run'] })]);
  expect(code).toBe(0);
});

interface PrintedObject {
  readonly kind: string;
  readonly metadata: { readonly namespace: string };
  readonly rules?: readonly Rule[];
}

interface Rule {
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}
