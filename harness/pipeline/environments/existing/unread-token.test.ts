import type { V1Container } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { containerEnvironment, locatedContainers } from '../../../manifests/container-environment.ts';
import { parseManifests } from '../../../manifests/parse-manifests.ts';
import { unreadToken } from './unread-token.ts';

/** A pod with that container beside a Secret `known` that holds a token. */
function isUnread(container: Partial<V1Container>, unread: readonly string[]): boolean {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'known' },
    stringData: { REGISTRATION_TOKEN: 't' },
  };
  const spec = { containers: [{ name: 'qtap', image: 'i', ...container }] };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec };
  const manifests = parseManifests([secret, pod].map((object) => stringify(object)).join('---\n'), 'all.yaml');
  const agents = locatedContainers(manifests).map((located) => ({
    container: located.container,
    variables: containerEnvironment(located, manifests),
  }));
  return unreadToken(agents, (name) => unread.includes(name)) !== undefined;
}

const from = (name: string) => ({ valueFrom: { secretKeyRef: { name, key: 'REGISTRATION_TOKEN' } } });

test.each<[string, Partial<V1Container>, boolean]>([
  [
    'written out',
    { env: [{ name: 'REGISTRATION_TOKEN', value: 'wrong' }], envFrom: [{ secretRef: { name: 's3' } }] },
    false,
  ],
  ['of a Secret that is read', { env: [{ name: 'REGISTRATION_TOKEN', ...from('known') }] }, false],
  [
    'of a Secret that is read, beside another',
    { envFrom: [{ secretRef: { name: 'known' } }, { secretRef: { name: 's3' } }] },
    false,
  ],
  ['of a Secret that nobody reads', { env: [{ name: 'REGISTRATION_TOKEN', ...from('theirs') }] }, true],
  ["by QScan's other name", { env: [{ name: 'PULSE_API_KEY', ...from('theirs') }] }, true],
  ['of a whole Secret that nobody reads', { envFrom: [{ secretRef: { name: 'theirs' } }] }, true],
  ['of nothing', {}, false],
])('a token %s', (_, container, expected) => {
  expect(isUnread(container, ['theirs', 's3'])).toBe(expected);
});

test('a Secret of the files that is in the namespace already is not read there', () => {
  expect(isUnread({ envFrom: [{ secretRef: { name: 'known' } }] }, ['known'])).toBe(true);
});

test('a token that the files write out is none that a Secret may hold', () => {
  const agent = (value: string | undefined, secret: string) => ({
    container: { name: 'c', envFrom: [{ secretRef: { name: secret } }] },
    variables: new Map(
      value === undefined
        ? []
        : [['REGISTRATION_TOKEN', { value, position: { file: 'f', line: 1 }, origin: undefined }]],
    ),
  });
  const isTheirs = (name: string) => name === 'theirs';
  expect(unreadToken([agent('wrong', 'theirs'), agent(undefined, 'theirs')], isTheirs)).toEqual({
    others: new Set(['wrong']),
  });
});
