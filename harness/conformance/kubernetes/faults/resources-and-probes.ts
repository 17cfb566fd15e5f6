import type { Fault } from './fault.ts';
import { podOf, pods, probe } from './manifests.ts';

export const resourcesAndProbesFaults: readonly Fault[] = [
  {
    name: 'request above its limit',
    path: pods,
    body: podOf({ resources: { limits: { memory: '1Gi' }, requests: { memory: '2Gi' } } }),
  },
  { name: 'negative limit', path: pods, body: podOf({ resources: { limits: { cpu: '-1' } } }) },
  { name: 'unknown resource', path: pods, body: podOf({ resources: { limits: { mem: '1Gi' } } }) },
  { name: 'probe without handler', path: pods, body: podOf({ livenessProbe: { periodSeconds: 5 } }) },
  {
    name: 'probe with two handlers',
    path: pods,
    body: podOf({ livenessProbe: { ...probe, tcpSocket: { port: 80 } } }),
  },
  {
    name: 'probe with a negative period',
    path: pods,
    body: podOf({ readinessProbe: { ...probe, periodSeconds: -1, initialDelaySeconds: -5 } }),
  },
  {
    name: 'liveness with a success threshold',
    path: pods,
    body: podOf({ livenessProbe: { ...probe, successThreshold: 2 } }),
  },
  {
    name: 'readiness with a grace period',
    path: pods,
    body: podOf({ readinessProbe: { ...probe, terminationGracePeriodSeconds: 5 } }),
  },
  {
    name: 'probe of an unknown port name',
    path: pods,
    body: podOf({ startupProbe: { httpGet: { port: 'Not a port' } } }),
  },
  { name: 'probe without port', path: pods, body: podOf({ startupProbe: { httpGet: { path: '/' } } }) },
  {
    name: 'probe with a bad scheme',
    path: pods,
    body: podOf({ startupProbe: { httpGet: { port: 80, scheme: 'http' } } }),
  },
  { name: 'exec probe without command', path: pods, body: podOf({ startupProbe: { exec: {} } }) },
  {
    name: 'privileged without escalation',
    path: pods,
    body: podOf({ securityContext: { privileged: true, allowPrivilegeEscalation: false } }),
  },
  { name: 'negative user', path: pods, body: podOf({ securityContext: { runAsUser: -1 } }) },
];
