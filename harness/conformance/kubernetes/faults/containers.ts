import type { Fault } from './fault.ts';
import { container, pod, podOf, pods, probe } from './manifests.ts';

export const containersFaults: readonly Fault[] = [
  { name: 'no containers', path: pods, body: pod({ containers: [] }) },
  { name: 'no spec', path: pods, body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } } },
  { name: 'no image', path: pods, body: pod({ containers: [{ name: 'app' }] }) },
  { name: 'no container name', path: pods, body: pod({ containers: [{ image: 'x' }] }) },
  { name: 'bad container name', path: pods, body: podOf({ name: 'App_1' }) },
  { name: 'container name too long', path: pods, body: podOf({ name: 'a'.repeat(64) }) },
  { name: 'two containers of one name', path: pods, body: pod({ containers: [container, container] }) },
  { name: 'init container of the same name', path: pods, body: pod({ initContainers: [container] }) },
  {
    name: 'probe of an init container',
    path: pods,
    body: pod({ initContainers: [{ ...container, name: 'i', livenessProbe: probe }] }),
  },
  { name: 'bad pull policy', path: pods, body: podOf({ imagePullPolicy: 'Sometimes' }) },
  { name: 'bad restart policy', path: pods, body: pod({ restartPolicy: 'Maybe' }) },
  { name: 'bad DNS policy', path: pods, body: pod({ dnsPolicy: 'Mine' }) },
];
