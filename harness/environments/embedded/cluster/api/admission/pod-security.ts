import type { V1Pod } from '@kubernetes/client-node';
import type { Wire } from '../wire.ts';
import {
  type Check,
  type Container,
  containersOf,
  offenders,
  plural,
  quote,
  type Violation,
} from './pod-security-check.ts';
import { appArmor, hostProcess, probeHosts, seLinuxOptions, sysctls } from './pod-security-options.ts';
import {
  baselineSeccomp,
  privilegeEscalation,
  restrictedCapabilities,
  restrictedSeccomp,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
} from './pod-security-restricted.ts';

export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';

/**
 * Pod Security Standards: what a pod violates, check by check. `version` is `latest` or `v1.N`: checks hold from the
 * version on that brought them. Source: k8s.io/pod-security-admission `policy`, 0.34.
 */
export function podSecurityViolations(level: PodSecurityLevel, version: string, { spec }: Wire<V1Pod>): Violation[] {
  if (level === 'privileged' || !spec) return [];
  const minor = version === 'latest' ? Number.POSITIVE_INFINITY : Number(version.replace('v1.', ''));
  const wanted = checks.filter(
    ({ on, since = 0, until }) =>
      (on ?? level) === level && minor >= since && (level === 'baseline' || until === undefined || minor < until),
  );
  return wanted.flatMap(({ check }) => check(spec) ?? []);
}

/** In the words of the admission plug-in; empty if there are none. */
export function describeViolations(violations: readonly Violation[]): string {
  return violations.map(({ reason, detail }) => (detail ? `${reason} (${detail})` : reason)).join(', ');
}

const hostNamespaces: Check = (spec) => {
  const used = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((name) => spec[name]);
  return used.length ? { reason: 'host namespaces', detail: used.map((name) => `${name}=true`).join(', ') } : undefined;
};

const hostPathVolumes: Check = ({ volumes = [] }) => {
  const used = volumes.filter(({ hostPath }) => hostPath).map(({ name }) => name);
  return used.length ? { reason: 'hostPath volumes', detail: `${plural('volume', used)} ${quote(used)}` } : undefined;
};

const hostPorts: Check = (spec) => {
  const bad = offenders(spec, ({ ports }) => ports?.some(({ hostPort }) => hostPort));
  if (!bad.length) return undefined;
  const ports = containersOf(spec).flatMap((container) =>
    (container.ports ?? []).flatMap(({ hostPort }) => hostPort || []),
  );
  const distinct = [...new Set(ports.map(String))].sort();
  const uses = bad.length === 1 ? 'uses' : 'use';
  return {
    reason: 'hostPort',
    detail: `${plural('container', bad)} ${quote(bad)} ${uses} ${plural('hostPort', distinct)} ${distinct.join(', ')}`,
  };
};

const privileged: Check = (spec) => {
  const bad = offenders(spec, ({ securityContext }) => securityContext?.privileged);
  const detail = `${plural('container', bad)} ${quote(bad)} must not set securityContext.privileged=true`;
  return bad.length ? { reason: 'privileged', detail } : undefined;
};

const procMount: Check = (spec) => {
  const modeOf = ({ securityContext }: Container) => securityContext?.procMount ?? 'Default';
  const bad = offenders(spec, (container) => modeOf(container) !== 'Default');
  if (!bad.length) return undefined;
  const modes = [...new Set(containersOf(spec).map(modeOf))].filter((mode) => mode !== 'Default').sort();
  return {
    reason: 'procMount',
    detail: `${plural('container', bad)} ${quote(bad)} must not set securityContext.procMount to ${quote(modes)}`,
  };
};

const defaultCapabilities = new Set([
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP'],
  ...['SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
]);

const baselineCapabilities: Check = (spec) => {
  const added = ({ securityContext }: Container) =>
    (securityContext?.capabilities?.add ?? []).filter((name) => !defaultCapabilities.has(name));
  const bad = offenders(spec, (container) => added(container).length > 0);
  if (!bad.length) return undefined;
  const names = [...new Set(containersOf(spec).flatMap(added))].sort();
  return {
    reason: 'non-default capabilities',
    detail: `${plural('container', bad)} ${quote(bad)} must not include ${quote(names)} in securityContext.capabilities.add`,
  };
};

/**
 * In the server's order; `on` limits a check to one level, `since` to a minor version of Kubernetes from which
 * on it is made, `until` to the one from which on a stricter check of level `restricted` stands for it. */
const checks: readonly {
  readonly check: Check;
  readonly on?: PodSecurityLevel;
  readonly since?: number;
  readonly until?: number;
}[] = [
  { check: appArmor },
  { check: baselineCapabilities, until: 22 },
  { check: hostNamespaces },
  { check: hostPathVolumes, until: 0 },
  { check: hostPorts },
  { check: probeHosts, since: 34 },
  { check: privileged },
  { check: procMount },
  { check: seLinuxOptions },
  { check: baselineSeccomp, since: 19, until: 19 },
  { check: sysctls },
  { check: hostProcess },
  { check: privilegeEscalation, on: 'restricted', since: 8 },
  { check: restrictedCapabilities, on: 'restricted', since: 22 },
  { check: restrictedVolumes, on: 'restricted' },
  { check: runAsNonRoot, on: 'restricted' },
  { check: runAsUser, on: 'restricted', since: 23 },
  { check: restrictedSeccomp, on: 'restricted', since: 19 },
];
