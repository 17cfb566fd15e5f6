import { type PodCase, script } from './pod-case.ts';

const read = (...paths: string[]): string[] =>
  script(
    `const fs = require('fs'); for (const path of ${JSON.stringify(paths)}) { try { console.log(path, fs.statSync(path).isDirectory() ? fs.readdirSync(path).filter((n) => !n.startsWith('..')).join() : fs.readFileSync(path, 'utf8')) } catch (error) { console.log(path, error.code) } }`,
  );
const write = (path: string): string[] =>
  script(
    `try { require('fs').writeFileSync(${JSON.stringify(path)}, 'x'); console.log('written') } catch (error) { console.log(error.code) }`,
  );
const mount = (mountPath: string, more: object = {}) => ({ volumeMounts: [{ name: 'v', mountPath, ...more }] });
const always = () => true;
const settings = (name: string) => ({
  kind: 'ConfigMap',
  metadata: { name },
  data: { 'a.txt': 'alpha', 'b.txt': 'beta' },
});
const hostPath = (path: string, type: string): PodCase => ({
  name: `a hostPath ${path} of type ${type}`,
  spec: { volumes: [{ name: 'v', hostPath: { path, type } }] },
  container: mount('/v'),
  until: always,
  events: ['FailedMount'],
  isToldByEvents: true,
});

/** Volumes that are there, that are not, and what they hold. */
/** Of a small volume of this class. */
function claimTemplate(storageClassName: string | undefined) {
  const resources = { requests: { storage: '1Mi' } };
  return {
    volumeClaimTemplate: {
      spec: { accessModes: ['ReadWriteOnce'], resources, ...(storageClassName && { storageClassName }) },
    },
  };
}

export const volumeCases: readonly PodCase[] = [
  hostPath('/no/such', 'Directory'),
  hostPath('/no/such', 'File'),
  hostPath('/no/such', 'Socket'),
  hostPath('/no/such', 'CharDevice'),
  hostPath('/no/such', 'BlockDevice'),
  hostPath('/etc/hostname', 'Directory'),
  hostPath('/etc', 'File'),
  {
    name: 'a hostPath that is made',
    spec: { volumes: [{ name: 'v', hostPath: { path: '/tmp/conformance/made', type: 'DirectoryOrCreate' } }] },
    container: { ...mount('/v'), command: write('/v/x') },
  },
  {
    name: 'a volume of a missing ConfigMap',
    spec: { volumes: [{ name: 'v', configMap: { name: 'none' } }] },
    container: mount('/v'),
    until: always,
    events: ['FailedMount'],
    isToldByEvents: true,
  },
  {
    name: 'a volume of a missing Secret',
    spec: { volumes: [{ name: 'v', secret: { secretName: 'none' } }] },
    container: mount('/v'),
    until: always,
    events: ['FailedMount'],
    isToldByEvents: true,
  },
  {
    name: 'a volume of a missing key',
    before: [settings('volume-key')],
    spec: { volumes: [{ name: 'v', configMap: { name: 'volume-key', items: [{ key: 'absent', path: 'x' }] } }] },
    container: mount('/v'),
    until: always,
    events: ['FailedMount'],
    isToldByEvents: true,
  },
  {
    name: 'an optional volume that is missing',
    spec: { volumes: [{ name: 'v', secret: { secretName: 'none', optional: true } }] },
    container: { ...mount('/v'), command: read('/v') },
  },
  {
    name: 'items of a ConfigMap under other names',
    before: [settings('volume-items')],
    spec: {
      volumes: [
        { name: 'v', configMap: { name: 'volume-items', items: [{ key: 'a.txt', path: 'deep/x', mode: 0o400 }] } },
      ],
    },
    container: { ...mount('/v'), command: read('/v', '/v/deep', '/v/deep/x') },
  },
  {
    name: 'one file of a ConfigMap by subPath',
    before: [settings('volume-subpath')],
    spec: { volumes: [{ name: 'v', configMap: { name: 'volume-subpath' } }] },
    container: { ...mount('/etc/app/a.txt', { subPath: 'a.txt' }), command: read('/etc/app/a.txt') },
  },
  {
    name: 'a subPath that the ConfigMap has not',
    before: [settings('volume-absent')],
    spec: { volumes: [{ name: 'v', configMap: { name: 'volume-absent' } }] },
    container: { ...mount('/etc/app/c.txt', { subPath: 'c.txt' }), command: read('/etc/app/c.txt') },
  },
  {
    name: 'a subPath from a variable',
    spec: { volumes: [{ name: 'v', emptyDir: {} }] },
    container: {
      env: [{ name: 'PART', value: 'one' }],
      volumeMounts: [
        { name: 'v', mountPath: '/part', subPathExpr: '$(PART)/x' },
        { name: 'v', mountPath: '/whole' },
      ],
      command: read('/whole', '/whole/one'),
    },
  },
  {
    name: 'a subPath from a variable that is missing',
    spec: { volumes: [{ name: 'v', emptyDir: {} }] },
    container: mount('/part', { subPathExpr: '$(NONE)/x' }),
    until: ({ status }) => status?.containerStatuses?.[0]?.state?.waiting?.reason === 'CreateContainerConfigError',
    events: ['Failed'],
  },
  {
    name: 'a subPath from a variable that leaves the volume',
    spec: { volumes: [{ name: 'v', emptyDir: {} }] },
    container: { env: [{ name: 'PART', value: '../x' }], ...mount('/part', { subPathExpr: '$(PART)' }) },
    until: ({ status }) => status?.containerStatuses?.[0]?.state?.waiting?.reason === 'CreateContainerConfigError',
    events: ['Failed'],
  },
  {
    name: 'a ConfigMap cannot be written',
    before: [settings('volume-write')],
    spec: { volumes: [{ name: 'v', configMap: { name: 'volume-write' } }] },
    container: { ...mount('/v'), command: write('/v/a.txt') },
  },
  {
    name: 'a read-only mount',
    spec: { volumes: [{ name: 'v', emptyDir: {} }] },
    container: { ...mount('/v', { readOnly: true }), command: write('/v/x') },
  },
  {
    name: 'a projected volume of four sources',
    before: [settings('volume-projected'), { kind: 'Secret', metadata: { name: 'projected' }, stringData: { s: 'x' } }],
    metadata: { labels: { tier: 'web', app: 'x' } },
    spec: {
      volumes: [
        {
          name: 'v',
          projected: {
            sources: [
              { configMap: { name: 'volume-projected', items: [{ key: 'a.txt', path: 'a' }] } },
              { secret: { name: 'projected' } },
              { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
              { serviceAccountToken: { path: 'token', expirationSeconds: 3600, audience: 'vault' } },
            ],
          },
        },
      ],
    },
    container: {
      ...mount('/v'),
      command: script(
        "const fs = require('fs'); for (const n of ['a', 's', 'labels']) console.log(n, fs.readFileSync('/v/' + n, 'utf8')); console.log(JSON.parse(Buffer.from(fs.readFileSync('/v/token', 'utf8').split('.')[1], 'base64url')).aud)",
      ),
    },
  },
  {
    name: 'the files of the service account',
    container: {
      command: script(
        "const fs = require('fs'); const at = '/var/run/secrets/kubernetes.io/serviceaccount/'; const { sub, aud, exp, iat } = JSON.parse(Buffer.from(fs.readFileSync(at + 'token', 'utf8').split('.')[1], 'base64url')); console.log(fs.readFileSync(at + 'namespace', 'utf8'), fs.readFileSync(at + 'ca.crt', 'utf8').slice(0, 27), sub, aud, exp - iat)",
      ),
    },
  },
  {
    name: 'no files of the service account',
    spec: { automountServiceAccountToken: false },
    container: { command: read('/var/run/secrets/kubernetes.io') },
  },
  {
    name: 'a claim that is not there',
    spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'none' } }] },
    container: mount('/v'),
    until: ({ status }) => status?.conditions?.some(({ reason }) => reason === 'Unschedulable') ?? false,
    events: ['FailedScheduling'],
  },
  {
    name: 'a claim that nobody provides for',
    before: [
      {
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'orphan' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'none',
          resources: { requests: { storage: '1Mi' } },
        },
      },
    ],
    spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'orphan' } }] },
    container: mount('/v'),
    until: ({ status }) => status?.conditions?.some(({ reason }) => reason === 'Unschedulable') ?? false,
    events: ['FailedScheduling'],
  },
  {
    name: 'an ephemeral volume that nobody provides for',
    spec: { volumes: [{ name: 'v', ephemeral: claimTemplate('none') }] },
    container: mount('/v'),
    until: ({ status }) => status?.conditions?.some(({ message }) => message?.includes('unbound')) ?? false,
  },
  {
    name: 'an ephemeral volume of the default class',
    spec: { volumes: [{ name: 'v', ephemeral: claimTemplate(undefined) }] },
    container: { ...mount('/v'), command: write('/v/x') },
  },
  {
    name: 'a claim of the default class',
    before: [
      {
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
      },
    ],
    spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] },
    container: { ...mount('/v'), command: write('/v/x') },
  },
];
