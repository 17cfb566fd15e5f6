import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Exchange } from '../../edge/exchange.ts';
import { containerEnvironment, locatedContainers } from '../../manifests/container-environment.ts';
import { parseManifests } from '../../manifests/parse-manifests.ts';
import { fixture } from '../../project-paths.ts';
import { readSnapshot } from '../../snapshot/read-snapshot.ts';
import type { Facts } from '../facts.ts';
import { eventStoreNotSetUp } from './event-store-not-set-up.ts';
import { scannerSilent } from './scanner-silent.ts';

function facts(given: { snapshot?: (text: string) => string; log?: string; endpoint?: string }): Facts {
  const { snapshot = (text: string) => text, log = '', endpoint = 'https://pulse.qpoint.io' } = given;
  const text = readFileSync(fixture('snapshots/snapshot.yaml'), 'utf8');
  const manifests = parseManifests(
    `apiVersion: v1
kind: Pod
metadata: {name: qscan}
spec:
  containers:
    - {name: qscan, image: qscan, env: [{name: PULSE_ENDPOINT, value: "${endpoint}"}]}
`,
    'qscan.yaml',
  );
  const agents = locatedContainers(manifests).map((located) => ({
    ...located,
    role: 'qscan' as const,
    namespace: 'default',
    variables: containerEnvironment(located, []),
    secrets: [],
  }));
  const sent: Partial<Exchange> = {
    caller: { pod: 'qtap-1', namespace: 'default', node: 'n' },
    host: 'api-pulse.qpoint.io',
    path: '/eventstore.v1.EventStoreService/IngestBatch',
    status: 200,
  };
  return {
    inputs: { agents, manifests } as unknown as Facts['inputs'],
    snapshot: readSnapshot(snapshot(text), { file: 'snapshot.yaml' }),
    evidence: {
      exchanges: [sent as Exchange],
      logs: [{ pod: 'qtap-1', container: 'qtap', text: log }],
      reports: [],
      objects: [],
    },
    blocked: [],
    pods: { qtap: ['qtap-1'], qscan: ['qscan-1'] },
  };
}

const empty = '{"level":"fatal","msg":"creating pulse heartbeat","error":"token is empty"}\n';

test('a token that the pod does not have is named by its variable', () => {
  const snapshot = (text: string) => text.replace('value: REGISTRATION_TOKEN', 'value: PULSE_TOKEN');
  expect(eventStoreNotSetUp(facts({ snapshot, log: empty }))?.sentence).toBe(
    "Qtap cannot set up its event store: creating pulse heartbeat: token is empty; the snapshot takes its token from PULSE_TOKEN, which Qtap's pod does not have.",
  );
  expect(eventStoreNotSetUp(facts({ snapshot }))).toBeUndefined();
});

test("a name of Pulse that only QScan uses is told beside Qtap's", () => {
  expect(scannerSilent(facts({}))?.sentence).toContain('while Qtap reaches Pulse as api-pulse.qpoint.io');
});

test.each(['https://api-pulse.qpoint.io', 'https://pulse.example.com', ''])(
  'where the name is not the difference, none is told: %s',
  (endpoint) => expect(scannerSilent(facts({ endpoint }))?.sentence).toBe('QScan never asks Pulse for a job.'),
);
