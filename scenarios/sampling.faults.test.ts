import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixture } from '../harness/project-paths.ts';
import { runCli } from '../harness/testing/run-cli.ts';

type Edit = (text: string) => string;

interface Fault {
  readonly title: string;
  /** What is changed in which file of a copy of the fixtures. */
  readonly edits: Readonly<Record<string, Edit>>;
  readonly flags?: readonly string[];
  readonly code?: number;
  /** The sentence that names the cause. */
  readonly says: RegExp;
  /** The file and the text of the line that it points at. */
  readonly points: readonly [file: string, line: string];
}

/** Takes exactly one occurrence out, so that an edit cannot silently miss. */
function replace(from: string, to: string): Edit {
  return (text) => {
    const parts = text.split(from);
    if (parts.length !== 2) throw new Error(`"${from}" stands ${parts.length - 1} times, not once.`);
    return parts.join(to);
  };
}

const store = `      - id: artifacts
        type: s3
`;

const faults: readonly Fault[] = [
  {
    title: 'S3_ENDPOINT_URL removed from QScan',
    edits: {
      'manifests/qscan.yaml': replace(
        '            - name: S3_ENDPOINT_URL\n              value: https://s3.eu-central-1.amazonaws.com\n',
        '',
      ),
    },
    says: /QScan reads artifacts from s3\.warehouse\.qpoint\.io.*S3_ENDPOINT_URL is not set/s,
    points: ['manifests/qscan.yaml', 'env:'],
  },
  {
    title: 'the bucket changed in QScan',
    edits: { 'manifests/qscan.yaml': replace('acme-qpoint-artifacts', 'acme-qpoint-artefacts') },
    says: /QScan reads the bucket acme-qpoint-artefacts .* Qtap writes to acme-qpoint-artifacts/s,
    points: ['manifests/qscan.yaml', '- name: S3_BUCKET_NAME'],
  },
  {
    title: 'the bucket changed in the snapshot',
    edits: { 'snapshots/snapshot.yaml': replace('bucket: acme-qpoint-artifacts', 'bucket: other-artifacts') },
    says: /QScan reads the bucket acme-qpoint-artifacts .* Qtap writes to other-artifacts/s,
    points: ['snapshots/snapshot.yaml', '- id: artifacts'],
  },
  {
    title: "the Secret's key renamed",
    edits: {},
    flags: ['--secrets', 'renamed-key.yaml'],
    says: /Qtap never called Qplane: it has no REGISTRATION_TOKEN/s,
    points: ['renamed-key.yaml', 'stringData:'],
  },
  {
    title: 'a key of the S3 Secret renamed in the reference',
    edits: {
      'manifests/qscan.yaml': replace(
        '          env:\n            - name: PULSE_ENDPOINT',
        '          env:\n            - name: AWS_ACCESS_KEY_ID\n              valueFrom: {secretKeyRef: {name: qpoint-s3, key: ACCESS_KEY}}\n            - name: PULSE_ENDPOINT',
      ),
    },
    says: /QScan cannot start \(CreateContainerConfigError\): couldn't find key ACCESS_KEY in Secret qpoint\/qpoint-s3/s,
    points: ['manifests/qscan.yaml', '- name: AWS_ACCESS_KEY_ID'],
  },
  {
    title: 'the image name mistyped',
    edits: { 'manifests/qtap.yaml': replace('public/qtap:v0.17.6', 'public/qtpa:v0.17.6') },
    says: /qtap cannot start: its image .*qtpa:v0\.17\.6 cannot be pulled \(ErrImagePull\): .*--image/s,
    points: ['manifests/qtap.yaml', 'image: us-docker.pkg.dev/qpoint-edge/public/qtpa:v0.17.6'],
  },
  {
    title: '64Gi requested',
    edits: {
      'manifests/qscan.yaml': (text) =>
        replace('memory: 16Gi', 'memory: 64Gi')(replace('memory: 12Gi', 'memory: 64Gi')(text)),
    },
    says: /QScan stays Pending: 0\/1 nodes are available: 1 Insufficient memory/s,
    points: ['manifests/qscan.yaml', 'memory: 64Gi'],
  },
  {
    title: 'http_capture at level summary and no qscan plugin',
    edits: {
      'snapshots/snapshot.yaml': (text) =>
        text.replace(
          / {8}- type: qscan\n[\s\S]*?(?= {2}tap:)/,
          '        - type: http_capture\n          config:\n            level: summary\n',
        ),
    },
    says: /Nothing is scanned: the stack "scan" has no qscan plugin.*http_capture at level "summary" stores no bodies/s,
    points: ['snapshots/snapshot.yaml', '- type: http_capture'],
  },
  {
    title: 'the object store listed second',
    edits: { 'snapshots/snapshot.yaml': replace(store, `      - id: warehouse\n        type: qpoint\n${store}`) },
    says: /Payloads land in Qpoint's cloud \(warehouse\.qpoint\.io\).*your bucket is entry 2/s,
    points: ['snapshots/snapshot.yaml', '- id: warehouse'],
  },
  {
    title: "--config left in Qtap's args",
    edits: {
      'manifests/qtap.yaml': replace(
        '          securityContext:\n',
        '          args:\n            - --config=/app/tap-config.yaml\n          securityContext:\n',
      ),
    },
    says: /Qtap never called Qplane: --config in its arguments beats the registration token/s,
    points: ['manifests/qtap.yaml', '- --config=/app/tap-config.yaml'],
  },
  {
    title: 'an unknown field in a manifest',
    edits: { 'manifests/qscan.yaml': replace('          livenessProbe:', '          livenesProbe:') },
    says: /refuses Deployment qscan: .*unknown field "spec\.template\.spec\.containers\[0\]\.livenesProbe"/s,
    points: ['manifests/qscan.yaml', 'livenesProbe:'],
  },
  {
    title: 'a snapshot that is not YAML',
    edits: { 'snapshots/snapshot.yaml': () => '<html>\n  <p>502: Bad: Gateway</p>\n</html>\n' },
    code: 2,
    says: /snapshot\.yaml:\d+: /s,
    points: ['snapshots/snapshot.yaml', '<html>'],
  },
  {
    title: 'record_value: true on a monitor',
    edits: {
      'snapshots/snapshot.yaml': replace(
        '- type: US_SSN\n                record_value: false',
        '- type: US_SSN\n                record_value: true',
      ),
    },
    says: /US_SSN.*record_value/s,
    points: ['snapshots/snapshot.yaml', '- type: US_SSN'],
  },
  {
    title: "a monitor's entity type misspelt",
    edits: { 'snapshots/snapshot.yaml': replace('type: US_SSN', 'type: SSN') },
    says: /SSN.*US_SSN/s,
    points: ['snapshots/snapshot.yaml', '- type: SSN'],
  },
  {
    title: 'the registration token of another environment in Qtap',
    edits: {
      'manifests/qtap.yaml': replace(
        '            - name: LOG_ENCODING',
        '            - name: REGISTRATION_TOKEN\n              value: qpt_of_another_environment\n            - name: LOG_ENCODING',
      ),
    },
    says: /Qplane refuses Qtap: its registration token is not that of this run's Qplane environment/s,
    points: ['manifests/qtap.yaml', '- name: REGISTRATION_TOKEN'],
  },
  {
    title: 'the registration token of another environment in QScan',
    edits: {
      'manifests/qscan.yaml': replace(
        '            - name: PULSE_ENDPOINT',
        '            - name: REGISTRATION_TOKEN\n              value: qpt_of_another_environment\n            - name: PULSE_ENDPOINT',
      ),
    },
    says: /Pulse refuses QScan: its registration token is not that of this run's Qplane environment/s,
    points: ['manifests/qscan.yaml', '- name: REGISTRATION_TOKEN'],
  },
];

async function fixturesWith(edits: Fault['edits']): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'pii-faults-'));
  await cp(fixture('.'), path, { recursive: true, filter: (source) => !source.includes('models') });
  for (const [file, edit] of Object.entries(edits)) {
    await writeFile(join(path, file), edit(await readFile(join(path, file), 'utf8')));
  }
  await writeFile(
    join(path, 'renamed-key.yaml'),
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: qpoint-token\nstringData:\n  TOKEN: $\{registrationToken}\n`,
  );
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

test.each(faults)(
  'red with its cause: $title',
  { timeout: 60_000 },
  async ({ edits, flags = [], code = 1, says, points }) => {
    await using files = await fixturesWith(edits);
    const [file, line] = points;
    const lines = (await readFile(join(files.path, file), 'utf8')).split('\n').map((text) => text.trim());
    expect(lines, 'the test points at a line that is there').toContain(line);

    const result = await runCli([
      'sampling',
      '--manifests',
      join(files.path, 'manifests'),
      '--snapshot',
      join(files.path, 'snapshots/snapshot.yaml'),
      ...flags.map((flag) => (flag.endsWith('.yaml') ? join(files.path, flag) : flag)),
    ]);
    const flat = result.output.replace(/\s+/g, ' ');
    expect(flat).toMatch(says);
    expect(result.output).toContain(`${join(files.path, file)}:${lines.indexOf(line) + 1}`);
    expect(result.code, result.output).toBe(code);
  },
);
