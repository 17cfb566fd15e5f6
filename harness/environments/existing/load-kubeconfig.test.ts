import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { loadKubeconfig } from './load-kubeconfig.ts';

function config(name: string, more: object = {}): string {
  return stringify({
    ...{ apiVersion: 'v1', kind: 'Config' },
    contexts: [{ name, context: { cluster: name, user: name } }],
    clusters: [{ name, cluster: { server: `https://${name}.example`, 'certificate-authority': 'pki/ca.crt' } }],
    users: [{ name, user: { exec: { command: 'aws' } } }],
    ...more,
  });
}

test('several files are one: the first that has something wins, and files are found beside theirs', () => {
  using folder = temporaryFolder();
  const [one, two] = ['one', 'two'].map((name) => join(folder.path, name)) as [string, string];
  writeFileSync(one, config('a'));
  writeFileSync(two, config('b', { 'current-context': 'b' }));
  const KUBECONFIG = [one, join(folder.path, 'missing'), two].join(delimiter);
  expect(loadKubeconfig(undefined, { KUBECONFIG })).toMatchObject({ context: 'b', server: 'https://b.example' });
  const { kubeconfig, cluster } = loadKubeconfig('a', { KUBECONFIG });
  expect(cluster).toBe('a');
  expect(parse(kubeconfig)).toMatchObject({
    'current-context': 'a',
    clusters: [{ cluster: { 'certificate-authority': join(folder.path, 'pki/ca.crt') } }],
    users: [{ user: { exec: { command: 'aws' } } }],
  });
  expect(kubeconfig).not.toContain('b.example');
});

test('~/.kube/config is looked at where KUBECONFIG names none', () => {
  using folder = temporaryFolder();
  expect(() => loadKubeconfig(undefined, { HOME: folder.path })).toThrow(
    /no kubeconfig at .*\.kube.config: set KUBECONFIG/,
  );
});

test('a context that is not there is told with those that are', () => {
  using folder = temporaryFolder();
  const KUBECONFIG = join(folder.path, 'one');
  writeFileSync(KUBECONFIG, config('a'));
  expect(() => loadKubeconfig('b', { KUBECONFIG })).toThrow(/no context is named b: name one by --context; .* has a\./);
  expect(() => loadKubeconfig(undefined, { KUBECONFIG })).toThrow(/no current context is set/);
  writeFileSync(KUBECONFIG, '{');
  expect(() => loadKubeconfig('b', { KUBECONFIG })).toThrow(/cannot be read as a kubeconfig/);
});

test('a user who is not there is told, before anybody asks as nobody', () => {
  using folder = temporaryFolder();
  const KUBECONFIG = join(folder.path, 'one');
  writeFileSync(KUBECONFIG, config('a', { users: [] }));
  expect(() => loadKubeconfig('a', { KUBECONFIG })).toThrow(/the context a names the user a, whom .*one lacks\./);
});

test('a server without TLS is refused', () => {
  using folder = temporaryFolder();
  const KUBECONFIG = join(folder.path, 'one');
  writeFileSync(KUBECONFIG, config('a', { clusters: [{ name: 'a', cluster: { server: 'http://127.0.0.1:8001' } }] }));
  expect(() => loadKubeconfig('a', { KUBECONFIG })).toThrow(
    /the context a has the server http:\/\/127\.0\.0\.1:8001, and the harness .* https only: name one by --context/,
  );
});
