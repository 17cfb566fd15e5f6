import type { Edit, Fault } from './fault.ts';

/** Takes exactly one occurrence out, so that an edit cannot silently miss. */
function replace(from: string, to: string): Edit {
  return (text) => {
    const parts = text.split(from);
    if (parts.length !== 2) throw new Error(`"${from}" stands ${parts.length - 1} times, not once.`);
    return parts.join(to);
  };
}

const networkPolicy = (rule: string) => `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: only-pulse, namespace: qpoint}
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - ${rule}
`;

/** Each documented fault of the sampling scenario's files. */
export const samplingFaults: readonly Fault[] = [
  {
    title: 'a NetworkPolicy that allows HTTPS and forgets DNS',
    edits: { 'manifests/qscan.yaml': (text) => text + networkPolicy('ports: [{port: 443}]') },
    says: /NetworkPolicy only-pulse keeps QScan from looking up api-pulse\.qpoint\.io \(DNS, port 53\): allow UDP/s,
    points: ['manifests/qscan.yaml', 'egress:'],
  },
  {
    title: 'a NetworkPolicy that allows look-ups and nothing outside',
    edits: {
      'manifests/qscan.yaml': (text) => text + networkPolicy('to: [{namespaceSelector: {}}]'),
    },
    says: /NetworkPolicy only-pulse keeps QScan from api-pulse\.qpoint\.io:443\./s,
    points: ['manifests/qscan.yaml', 'egress:'],
  },
  {
    title: 'S3_ENDPOINT_URL removed from QScan',
    isLeftOutOnKind: true,
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
    title: "the Secret's key renamed",
    edits: {},
    flags: ['--secrets', 'renamed-key.yaml'],
    says: /Qtap never called Qplane: it has no REGISTRATION_TOKEN/s,
    points: ['renamed-key.yaml', 'stringData:'],
  },
  {
    title: 'a startup probe of a path that QScan has not',
    isLeftOutOnKind: true,
    edits: {
      'manifests/qscan.yaml': replace(
        'startupProbe:\n            httpGet:\n              path: /\n',
        'startupProbe:\n            httpGet:\n              path: /nope\n',
      ),
    },
    says: /QScan is not ready; its startup probe would kill it after 300 s; last answer: HTTP probe failed with statuscode: 404/s,
    points: ['manifests/qscan.yaml', 'startupProbe:'],
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
    says: /QScan stays Pending: no node takes it \(Insufficient memory\); add a node with that much memory free, or request less\./s,
    points: ['manifests/qscan.yaml', 'memory: 64Gi'],
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
    isFoundBefore: true,
    says: /snapshot\.yaml:\d+: /s,
    points: ['snapshots/snapshot.yaml', '<html>'],
  },
  {
    title: 'record_value: true on a monitor',
    isLeftOutOnKind: true,
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
    title: 'an S3 key renamed in a Secret of its own',
    edits: {},
    flags: ['--secrets', 'renamed-s3-key.yaml'],
    says: /Qtap cannot set up its object store: .*AWS_ACCESS_KEY_ID, which Qtap's pod does not have/s,
    points: ['renamed-s3-key.yaml', 'stringData:'],
  },
  {
    title: 'a placeholder that stands for nothing',
    edits: {},
    flags: ['--secrets', 'unknown-placeholder.yaml'],
    code: 2,
    isFoundBefore: true,
    says: /nothing stands for \$\{token\}/s,
    points: ['unknown-placeholder.yaml', 'stringData:'],
  },
  {
    title: 'a bucket name that S3 does not take',
    isLeftOutOnKind: true,
    edits: { 'snapshots/snapshot.yaml': replace('bucket: acme-qpoint-artifacts', 'bucket: ACME_artifacts') },
    says: /"ACME_artifacts" is no name that S3 takes for a bucket/s,
    points: ['snapshots/snapshot.yaml', '- id: artifacts'],
  },
  {
    title: 'events sent to another host than Pulse',
    isLeftOutOnKind: true,
    edits: { 'snapshots/snapshot.yaml': replace('url: https://api-pulse.qpoint.io', 'url: https://pulse.example.com') },
    says: /Qtap sends its events to pulse\.example\.com instead of Pulse/s,
    points: ['snapshots/snapshot.yaml', '- id: pulse'],
  },
  {
    title: 'a number where a variable needs text',
    edits: { 'manifests/qscan.yaml': replace('value: "8080"', 'value: 8080') },
    says: /cannot unmarshal number into Go struct field EnvVar/s,
    points: ['manifests/qscan.yaml', 'value: 8080'],
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
    isLeftOutOnKind: true,
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

function secret(name: string, data: string): string {
  return `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\nstringData:\n  ${data}\n`;
}

/** A placeholder for a value of the run. */
function run(name: string): string {
  return `$\{${name}}`;
}

/** Files for `--secrets`, which lie beside the copied fixtures. */
export const faultSecrets: Readonly<Record<string, string>> = {
  'renamed-key.yaml': secret('qpoint-token', `TOKEN: ${run('registrationToken')}`),
  'renamed-s3-key.yaml': secret(
    'qpoint-s3',
    `ACCESS_KEY: ${run('accessKeyId')}\n  AWS_SECRET_ACCESS_KEY: ${run('secretAccessKey')}`,
  ),
  'unknown-placeholder.yaml': secret('qpoint-token', `REGISTRATION_TOKEN: ${run('token')}`),
};
