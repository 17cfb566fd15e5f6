import assert from 'node:assert/strict';
import {
  agentField,
  inContainer,
  logLine,
  moreManifests,
  namespaceOfAgent,
  podsOf,
  type Seen,
  trialScenario,
} from '../harness/index.ts';

const namespace = (name: string, level: string) => `
apiVersion: v1
kind: Namespace
metadata:
  name: ${name}
  labels:
    pod-security.kubernetes.io/enforce: ${level}
`;

trialScenario(
  {
    name: 'pod-security',
    title: 'A Qtap that may not do what it needs is named',
    about: `Qtap loads programs into the kernel: its container is privileged, runs as root and sees the node's processes. A namespace that
      enforces a Pod Security Standard lets no such pod in, and a manifest that was hardened lets it exit.`,
    tags: ['node'],
    notOn: { existing: "its namespace is somebody's, with the labels that it has" },
  },
  [
    ...(['baseline', 'restricted'] as const).map((level) => ({
      id: 'pod-security' as const,
      title: `the namespace enforces ${level}`,
      how: 'behaviour' as const,
      change: (files: Parameters<typeof namespaceOfAgent>[0]) =>
        moreManifests(namespace(namespaceOfAgent(files, 'qtap'), level))(files),
      ends: new RegExp(
        `^(?:DaemonSet|Deployment) \\S+ has no pod: Error creating: pods "\\S+" is forbidden: violates PodSecurity "${level}:latest".*label the namespace`,
      ),
      at: /pod-security\.kubernetes\.io\/enforce/,
      async shows(seen: Seen) {
        assert.deepEqual(await podsOf(seen, 'qtap'), [], 'Qtap has a pod');
        return 'the DaemonSet makes no pod: event FailedCreate';
      },
    })),
    {
      id: 'not-privileged',
      title: 'privileged is dropped',
      how: 'behaviour',
      change: inContainer('qtap', ['securityContext', 'privileged'], undefined),
      ends: /^Qtap may not load its BPF programs: its container is not privileged/,
      at: agentField('qtap', ['securityContext']),
      async shows(seen: Seen) {
        await logLine(seen, 'qtap', /failed to load BPF programs and maps/);
        return 'Qtap exits with "failed to load BPF programs and maps"';
      },
    },
    {
      id: 'not-privileged',
      title: "runAsUser: 0 is dropped, so that the image's own user runs",
      how: 'behaviour',
      change: inContainer('qtap', ['securityContext', 'runAsUser'], undefined),
      ends: /^Qtap may not load its BPF programs: it does not run as root, runAsUser is not 0/,
      at: agentField('qtap', ['securityContext']),
      async shows(seen: Seen) {
        await logLine(seen, 'qtap', /root privileges/);
        return 'Qtap exits with a line on root privileges';
      },
    },
  ],
);
