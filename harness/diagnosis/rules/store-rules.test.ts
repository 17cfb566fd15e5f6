import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Exchange } from '../../edge/exchange.ts';
import { containerEnvironment, locatedContainers } from '../../manifests/container-environment.ts';
import { parseManifests } from '../../manifests/parse-manifests.ts';
import { fixture } from '../../project-paths.ts';
import { readSnapshot } from '../../snapshot/read-snapshot.ts';
import type { Cause, Facts } from '../facts.ts';
import { endpointWithoutScheme } from './endpoint-without-scheme.ts';
import { objectsGone } from './objects-gone.ts';
import { payloadsElsewhere } from './payloads-elsewhere.ts';
import { scannerReadsElsewhere } from './scanner-reads-elsewhere.ts';
import { uploadRefused } from './upload-refused.ts';

const bucketHost = 'acme-qpoint-artifacts.s3.dualstack.eu-central-1.amazonaws.com';
const snapshotText = readFileSync(fixture('snapshots/snapshot.yaml'), 'utf8');
const warehouse = '      - id: warehouse\n        type: qpoint\n';

interface Given {
  readonly snapshot?: string;
  readonly endpoint?: string;
  readonly sent?: readonly Pick<Exchange, 'host' | 'method' | 'path' | 'status' | 'requestBytes'>[];
  readonly reports?: Facts['evidence']['reports'];
  readonly log?: string;
}

function facts({ snapshot = snapshotText, endpoint, sent = [], reports = [], log = '' }: Given): Facts {
  const manifest = readFileSync(fixture('manifests/qscan.yaml'), 'utf8').replace(
    'https://s3.eu-central-1.amazonaws.com',
    endpoint ?? 'https://s3.eu-central-1.amazonaws.com',
  );
  const manifests = parseManifests(manifest, 'qscan.yaml');
  const agents = locatedContainers(manifests).map((located) => ({
    ...{ ...located, role: 'qscan' as const, namespace: 'qpoint', secrets: [] },
    variables: containerEnvironment(located, []),
  }));
  const caller = { pod: 'qtap-1', namespace: 'qpoint', node: 'n' };
  return {
    inputs: { agents, manifests } as unknown as Facts['inputs'],
    snapshot: readSnapshot(snapshot, { file: 'snapshot.yaml' }),
    evidence: {
      exchanges: sent.map((exchange) => ({ ...exchange, caller }) as Exchange),
      logs: [{ pod: 'qtap-1', container: 'qtap', text: log }],
      reports,
      objects: [],
    },
    blocked: [],
    pods: { qtap: ['qtap-1'], qscan: ['qscan-1'] },
  };
}

function line(text: string, cause: Cause | undefined): string {
  return text.split('\n')[(cause?.positions[0]?.line ?? 0) - 1]?.trim() ?? '';
}

const failed = (digest: string, error: string) => ({ scanId: 's', digest, error, findings: [] });
const put = (host: string, path: string, status = 200) => ({ host, path, status, method: 'PUT', requestBytes: 500 });

test('payloads that leave beside the bucket are laid to the plugin that sends them, or to an earlier config', () => {
  const sent = [put('warehouse.qpoint.io', '/assets/a')];
  const early = payloadsElsewhere(facts({ sent }));
  expect(early?.sentence).toMatch(
    /^Payloads land in Qpoint's cloud \(warehouse\.qpoint\.io\) although .* earlier config/,
  );
  expect(line(snapshotText, early)).toBe('- id: artifacts');

  const captured = snapshotText
    .replace('    object_stores:\n', `    object_stores:\n${warehouse}`)
    .replace(
      '        - type: qscan\n          config:\n',
      '        - type: http_capture\n          config: {level: full}\n        - type: qscan\n          config:\n            object_store_id: artifacts\n',
    );
  const byPlugin = payloadsElsewhere(facts({ snapshot: captured, sent }));
  expect(byPlugin?.sentence).toBe(
    'Payloads land in Qpoint\'s cloud (warehouse.qpoint.io): http_capture stores in "warehouse".',
  );
  expect(line(captured, byPlugin)).toBe('- type: http_capture');

  expect(payloadsElsewhere(facts({ sent: [put(bucketHost, '/a')] }))).toBeUndefined();
  const asked = { ...put('warehouse.qpoint.io', '/assets/a', 404), method: 'HEAD', requestBytes: 0 };
  expect(payloadsElsewhere(facts({ sent: [asked] }))).toBeUndefined();
});

test('objects are gone only where Qtap had stored them', () => {
  const gone = failed('a', 'GetObject key a: NoSuchKey (404)');
  const reports = [gone, failed('b', 'GetObject key b: AccessDenied (403)')];
  expect(objectsGone(facts({ reports, sent: [put(bucketHost, '/a'), put(bucketHost, '/b')] }))?.sentence).toMatch(
    /^1 of 2 objects were gone/,
  );
  expect(objectsGone(facts({ reports, sent: [put(bucketHost, '/a', 403), put(bucketHost, '/b')] }))).toBeUndefined();
});

test.each([
  ['https://s3.amazonaws.com', /^QScan asks the global endpoint s3\.amazonaws\.com, which redirects/],
  [
    'https://s3.us-west-2.amazonaws.com',
    /^QScan asks s3\.us-west-2\.amazonaws\.com \(S3_ENDPOINT_URL\), while acme-qpoint/,
  ],
  ['https://s3.dualstack.eu-central-1.amazonaws.com', /no AWS_ACCESS_KEY_ID/],
  ['https://s3-eu-central-1.amazonaws.com', /no AWS_ACCESS_KEY_ID/],
  ['http://minio.shop:9000', /no AWS_ACCESS_KEY_ID/],
])('an endpoint %s', (endpoint, says) => {
  const cause = scannerReadsElsewhere(facts({ endpoint, reports: [failed('a', '301')] }));
  expect(cause?.sentence).toMatch(says);
});

test('an endpoint without scheme is told with what to write', () => {
  const cause = endpointWithoutScheme(facts({ endpoint: 's3.eu-central-1.amazonaws.com' }));
  expect(cause?.sentence).toMatch(/ write https:\/\/s3\.eu-central-1\.amazonaws\.com\.$/);
  expect(endpointWithoutScheme(facts({ endpoint: 'ftp://s3.example' }))?.sentence).toMatch(
    / write https:\/\/s3\.example\.$/,
  );
  expect(endpointWithoutScheme(facts({}))).toBeUndefined();
});

test('a refused upload points at the field to correct', () => {
  const log = JSON.stringify({
    level: 'error',
    msg: 'failed to put artifact',
    error: '301 PermanentRedirect: Elsewhere.',
  });
  const cause = uploadRefused(facts({ sent: [put(bucketHost, '/a', 301)], log }));
  expect(cause?.sentence).toBe(
    `S3 refuses Qtap's uploads to ${bucketHost} with 301: 301 PermanentRedirect: Elsewhere; acme-qpoint-artifacts lies in another region than eu-central-1: set region to the bucket's own (without it Qtap takes us-east-1).`,
  );
  expect(line(snapshotText, cause)).toBe('region: eu-central-1');
});
