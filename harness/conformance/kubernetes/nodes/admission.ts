import { type PodCase, waitsFor } from './pod-case.ts';

const localhost = { type: 'Localhost', localhostProfile: 'nope.json' };

/** What a node refuses that the API server takes. */
export const nodeAdmissionCases: readonly PodCase[] = [
  {
    name: 'a variable of resources of another container',
    container: {
      env: [{ name: 'A', valueFrom: { resourceFieldRef: { containerName: 'zz', resource: 'limits.cpu' } } }],
    },
    until: waitsFor('CreateContainerConfigError'),
    events: ['Failed'],
  },
  {
    name: 'a sysctl that is not allowed',
    spec: { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '65536' }] } },
    events: ['SysctlForbidden'],
  },
  {
    name: 'a sysctl that is safe',
    spec: { securityContext: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] } },
  },
  {
    name: 'a sysctl of the network of the node',
    spec: {
      hostNetwork: true,
      securityContext: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] },
    },
  },
  { name: 'a pod for another operating system', spec: { os: { name: 'windows' } } },
  {
    name: 'a profile of seccomp that the node has not',
    container: { securityContext: { seccompProfile: localhost } },
    until: waitsFor('CreateContainerError'),
    events: ['Failed'],
  },
  {
    name: 'a profile of seccomp for the pod that the node has not',
    spec: { securityContext: { seccompProfile: localhost } },
    until: waitsFor('CreateContainerError'),
    events: ['Failed'],
  },
  {
    name: 'an image in upper case',
    container: { image: 'UPPER/x' },
    until: waitsFor('ErrImagePull'),
    events: ['Failed'],
  },
  {
    name: 'an image in upper case with a host',
    container: { image: 'registry.example/UPPER/x' },
    until: waitsFor('InvalidImageName'),
    events: ['InspectFailed'],
  },
];
