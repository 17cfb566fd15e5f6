import assert from 'node:assert/strict';
import {
  allOf,
  containerdSocket,
  imageTag,
  inAgent,
  inSnapshot,
  logLine,
  podsOf,
  type Seen,
  secondRelease,
  statusPort,
  trialScenario,
} from '../harness/index.ts';

/** Exchanges that show whether anything is stored. */
const few = 8;

const service = 'minio.storage.svc.cluster.local';

trialScenario(
  {
    name: 'pod-start',
    title: 'What keeps an agent from starting on its node is named',
    about: `Images that cannot be pulled, a socket that is elsewhere, ports that are taken or not listened on, names that the node's
      resolver does not know: what stands in the manifest, and what a node makes of it.`,
    tags: ['node', 'network'],
    notOn: { existing: "its nodes are somebody's, and pull what they pull" },
  },
  [
    {
      id: 'image-tag',
      title: "QScan's image has a tag that does not exist",
      how: 'behaviour',
      change: imageTag('qscan', 'v0.0.11'),
      ends: /^\S+ cannot start: its image \S+:v0\.0\.11 cannot be pulled \(ErrImagePull\)/,
      at: /image: \S+:v0\.0\.11/,
    },
    {
      id: 'egress-images',
      title: "the nodes do not reach the images' registry",
      how: 'simulated',
      unproven:
        "What a real runtime says of a registry that it does not reach: the node's refusal is made with containerd's words.",
      notOn: { kind: 'its nodes pull from wherever this machine does' },
      options: {
        environment: {
          name: 'embedded',
          nodes: [{ name: 'node-1', cpu: '8', memory: '32Gi', blockedRegistries: ['us-docker.pkg.dev'] }],
        },
      },
      ends: /cannot be pulled \(ErrImagePull\): the node does not reach us-docker\.pkg\.dev \(dial tcp \S+: i\/o timeout\); allow port 443/,
      at: /image: \S*us-docker\.pkg\.dev\//,
    },
    {
      id: 'containerd-socket',
      title: "the runtime's socket is mounted from the path of another distribution",
      how: 'behaviour',
      change: containerdSocket('/run/k3s/containerd/containerd.sock'),
      ends: /^Qtap cannot start: .*hostPath type check failed: \/run\/k3s\/containerd\/containerd\.sock is not a socket file/,
      at: /path: \/run\/k3s\/containerd\/containerd\.sock/,
    },
    {
      id: 'status-port',
      title: "the chart's status.port is changed",
      how: 'behaviour',
      change: statusPort(10_002),
      ends: /^Qtap is probed on port 10002 and listens on 10001: .*set HTTPD_LISTEN/,
      at: /- name: STATUS_LISTEN/,
      async shows(seen) {
        const event = await anEvent(seen, /^Startup probe failed: .*connection refused/);
        return `event Unhealthy: ${event}`;
      },
    },
    {
      id: 'host-port-taken',
      title: 'Qtap is installed twice on a node',
      how: 'behaviour',
      change: secondRelease('qtap'),
      ends: /^Qtap stays Pending: no node takes it \(.*free ports.*\); run one pod with that port on a node/,
    },
    {
      id: 'host-port-taken',
      title: 'Qtap is installed twice on a node, and the manifest of one does not say that it takes a port',
      how: 'behaviour',
      change: secondRelease('qtap', { ports: 'unsaid' }),
      ends: /^Qtap cannot listen on port 10001, something else on its node does, .*set HTTPD_LISTEN and the probes to a free port/,
      at: /name: status|containerPort: 10001/,
      async shows(seen) {
        await logLine(seen, 'qtap', /failed to start status server/);
        return 'Qtap logs "failed to start status server"';
      },
    },
    {
      id: 'dns-host-network',
      title: "the object store is a Service, and Qtap has the chart's DNS policy",
      how: 'behaviour',
      exchanges: few,
      change: allOf(
        inAgent('qtap', 'spec.template.spec.dnsPolicy', 'ClusterFirst'),
        inSnapshot('config.services.object_stores.0.endpoint', `${service}:9000`),
      ),
      ends: /^Qtap cannot look up \S*minio\.storage\.svc\.cluster\.local: .*set dnsPolicy: ClusterFirstWithHostNet/,
      at: /hostNetwork: true/,
      async shows(seen) {
        await logLine(seen, 'qtap', /failed to put artifact.*no such host/);
        return 'Qtap logs "no such host" for its uploads';
      },
    },
  ],
);

/** The message of an event about Qtap's pods that reads so. */
async function anEvent(seen: Seen, reads: RegExp): Promise<string> {
  const [pod] = await podsOf(seen, 'qtap');
  const events = (await seen.pipeline?.cluster.events(pod?.metadata?.namespace ?? '')) ?? [];
  const own = events.filter(({ involvedObject }) => involvedObject.uid === pod?.metadata?.uid);
  const message = own.find((event) => reads.test(event.message ?? ''))?.message;
  assert.ok(message, `no event reads like ${reads}`);
  return message;
}
