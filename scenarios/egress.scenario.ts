import assert from 'node:assert/strict';
import {
  agentLog,
  firewall,
  logLine,
  losePushChannel,
  moreManifests,
  namespaceOfAgent,
  ownStoreEntry,
  podsOf,
  trialScenario,
} from '../harness/index.ts';

/** Exchanges that show who is reached. */
const few = 40;

const push = /(?:^|\.)ably(?:-realtime)?\.(?:io|net|com)$/;

const policy = (namespace: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: no-way-out, namespace: ${namespace}}
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{namespaceSelector: {}}]
`;

trialScenario(
  {
    name: 'egress',
    title: 'A host that an agent does not reach is named',
    about: `Firewalls, security groups and NetworkPolicies keep agents from one of the hosts that they need. Some of them stand in no
      list of the guide: the push channel, without which Qtap hangs at its start without a word, and the bucket's dual-stack host.`,
    tags: ['network'],
  },
  [
    {
      id: 'egress-api',
      title: 'api.qpoint.io is blocked',
      how: 'behaviour',
      additions: firewall('api.qpoint.io'),
      ends: /^Qtap gets no answer from api\.qpoint\.io, each connection breaks off: allow port 443/,
      async shows(seen) {
        await logLine(seen, 'qtap', /failed to fetch registration/);
        return 'Qtap exits with "failed to fetch registration"';
      },
    },
    {
      id: 'egress-ably',
      title: "the push channel's hosts are blocked",
      how: 'behaviour',
      additions: firewall(push),
      ends: /^Qtap gets no answer from realtime\.ably\.io and 5 further hosts, .*it waits for the push channel for ever, says nothing/,
      async shows(seen) {
        const log = await agentLog(seen, 'qtap');
        assert.match(log, /Starting Qtap/);
        assert.doesNotMatch(log, /ably|"level":"(?:warn|error|fatal)"/i);
        return "Qtap's log has no line on it";
      },
    },
    {
      id: 'egress-ably-later',
      title: "the push channel's hosts are blocked once Qtap runs, and the environment is saved in Qplane",
      how: 'behaviour',
      exchanges: few,
      async during(scene) {
        await losePushChannel(scene);
        const { qplane } = scene.pipeline;
        qplane.state.setSnapshot(scene.files.deployment.registrationToken, `${scene.files.snapshotText}\n# saved\n`);
        return undefined;
      },
      ends: 'green',
      async shows(seen) {
        const pods = await podsOf(seen, 'qtap');
        const { pipeline } = seen;
        const lost = pipeline?.edge.journal.entries().filter(({ route, fault }) => route === 'push' && fault) ?? [];
        assert.ok(lost.length > 0, 'the push channel was never lost');
        assert.equal(pipeline?.qplane.state.calls('config').length, pods.length, 'the change was fetched');
        assert.doesNotMatch(await agentLog(seen, 'qtap'), /"level":"(?:warn|error|fatal)"/);
        return 'Qtap runs on the old config, and its log says nothing';
      },
    },
    {
      id: 'egress-pulse',
      title: 'Pulse is blocked',
      how: 'behaviour',
      exchanges: few,
      additions: firewall('api-pulse.qpoint.io', 'pulse.qpoint.io'),
      ends: /^Qtap gets no answer from (?:api-)?pulse\.qpoint\.io/,
      async shows(seen) {
        await logLine(seen, 'qtap', /retryable error sending batch/);
        const jobs = seen.pipeline?.pulse.state.jobs().length;
        assert.equal(jobs, 0, 'Pulse has jobs');
        return 'Qtap keeps its events and tries again, QScan has nothing to do';
      },
    },
    {
      id: 'egress-s3',
      title: "S3's regional host is allowed, the bucket's dual-stack host is not",
      how: 'behaviour',
      // Each upload is tried ten times before it is given up.
      exchanges: 8,
      additions: firewall(/\.s3\.dualstack\.[a-z0-9-]+\.amazonaws\.com$/),
      ends: /^Qtap gets no answer from \S+\.s3\.dualstack\.\S+\.amazonaws\.com, /,
      at: ownStoreEntry,
      async shows(seen) {
        await logLine(seen, 'qtap', /failed to put artifact/);
        return 'Qtap gives its uploads up: "failed to put artifact"';
      },
    },
    {
      id: 'networkpolicy-partial',
      title: 'a NetworkPolicy of the namespace lets nothing out of the cluster',
      how: 'behaviour',
      exchanges: few,
      change: (files) => moreManifests(policy(namespaceOfAgent(files, 'qscan')))(files),
      ends: /^NetworkPolicy no-way-out keeps QScan from (?:api-)?pulse\.qpoint\.io:443/,
      at: /egress:/,
      async shows(seen) {
        const names = async (role: 'qtap' | 'qscan') =>
          (await podsOf(seen, role)).map(({ metadata }) => metadata?.name);
        const callers = seen.pipeline?.edge.journal.entries().map(({ caller }) => caller?.pod) ?? [];
        const calls = async (role: 'qtap' | 'qscan') => {
          const own = await names(role);
          return callers.filter((pod) => own.includes(pod)).length;
        };
        const [qtap, qscan] = [await calls('qtap'), await calls('qscan')];
        assert.ok(qtap > 0 && qscan === 0, `Qtap called ${qtap} times, QScan ${qscan} times`);
        return `Qtap, on the host network, called ${qtap} times; QScan not once`;
      },
    },
  ],
);
