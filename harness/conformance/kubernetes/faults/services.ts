import type { Fault } from './fault.ts';
import { service, services } from './manifests.ts';

export const servicesFaults: readonly Fault[] = [
  { name: 'Service without ports', path: services, body: service({ selector: { app: 'a' } }) },
  { name: 'Service port out of range', path: services, body: service({ ports: [{ port: 0 }] }) },
  { name: 'Service ports without names', path: services, body: service({ ports: [{ port: 80 }, { port: 81 }] }) },
  {
    name: 'Service ports of one name',
    path: services,
    body: service({
      ports: [
        { port: 80, name: 'a' },
        { port: 81, name: 'a' },
      ],
    }),
  },
  {
    name: 'Service port twice',
    path: services,
    body: service({
      ports: [
        { port: 80, name: 'a' },
        { port: 80, name: 'b' },
      ],
    }),
  },
  { name: 'unknown Service type', path: services, body: service({ type: 'Public', ports: [{ port: 80 }] }) },
  { name: 'bad target port', path: services, body: service({ ports: [{ port: 80, targetPort: 'No Name' }] }) },
  { name: 'bad cluster address', path: services, body: service({ clusterIP: 'here', ports: [{ port: 80 }] }) },
  { name: 'node port of a ClusterIP', path: services, body: service({ ports: [{ port: 80, nodePort: 30080 }] }) },
  { name: 'ExternalName without name', path: services, body: service({ type: 'ExternalName' }) },
  { name: 'bad session affinity', path: services, body: service({ sessionAffinity: 'Mine', ports: [{ port: 80 }] }) },
];
