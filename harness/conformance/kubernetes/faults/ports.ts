import type { Fault } from './fault.ts';
import { container, pod, podOf, pods } from './manifests.ts';

export const portsFaults: readonly Fault[] = [
  { name: 'port out of range', path: pods, body: podOf({ ports: [{ containerPort: 70000 }] }) },
  { name: 'no port', path: pods, body: podOf({ ports: [{ name: 'http' }] }) },
  { name: 'bad port name', path: pods, body: podOf({ ports: [{ containerPort: 80, name: 'Much_too_long_a_name' }] }) },
  { name: 'port name of digits', path: pods, body: podOf({ ports: [{ containerPort: 80, name: '80' }] }) },
  {
    name: 'two ports of one name',
    path: pods,
    body: podOf({
      ports: [
        { containerPort: 80, name: 'a' },
        { containerPort: 81, name: 'a' },
      ],
    }),
  },
  { name: 'bad protocol', path: pods, body: podOf({ ports: [{ containerPort: 80, protocol: 'HTTP' }] }) },
  {
    name: 'host port of two containers',
    path: pods,
    body: pod({
      containers: [
        { ...container, ports: [{ containerPort: 80, hostPort: 80 }] },
        { ...container, name: 'b', ports: [{ containerPort: 81, hostPort: 80 }] },
      ],
    }),
  },
  {
    name: 'host port beside host network',
    path: pods,
    body: pod({ hostNetwork: true, containers: [{ ...container, ports: [{ containerPort: 80, hostPort: 81 }] }] }),
  },
];
