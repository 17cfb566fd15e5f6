import { type Check, containersOf, offenders, plural, quote } from './pod-security-check.ts';

/** Who sets something forbidden: the pod, containers, or both. */
function setters(pod: boolean, containers: readonly string[]): string {
  const named = containers.length ? [`${plural('container', containers)} ${quote(containers)}`] : [];
  return [...(pod ? ['pod'] : []), ...named].join(' and ');
}

export const appArmor: Check = (spec) => {
  const typeOf = (item: { securityContext?: { appArmorProfile?: { type: string } } }) =>
    item.securityContext?.appArmorProfile?.type;
  const isBad = (type: string | undefined) => type === 'Unconfined';
  const bad = offenders(spec, (container) => isBad(typeOf(container)));
  const pod = isBad(typeOf(spec));
  if (!pod && !bad.length) return undefined;
  const detail = `${setters(pod, bad)} must not set AppArmor profile type to "Unconfined"`;
  return { reason: 'forbidden AppArmor profile', detail };
};

/** Probes and hooks reach the pod's own address only. */
export const probeHosts: Check = (spec) => {
  const hostsOf = ({ livenessProbe, readinessProbe, startupProbe, lifecycle }: (typeof spec.containers)[number]) =>
    [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop].flatMap((handler) =>
      [handler?.httpGet?.host, handler?.tcpSocket?.host].filter((host) => host !== undefined && host !== ''),
    );
  const bad = offenders(spec, (container) => hostsOf(container).length > 0);
  if (!bad.length) return undefined;
  const hosts = [...new Set(containersOf(spec).flatMap(hostsOf))].sort() as string[];
  const uses = bad.length === 1 ? 'uses' : 'use';
  const noun = plural('probe or lifecycle host', hosts);
  return {
    reason: 'probe or lifecycle host',
    detail: `${plural('container', bad)} ${quote(bad)} ${uses} ${noun} ${quote(hosts)}`,
  };
};

const allowedTypes = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);

export const seLinuxOptions: Check = (spec) => {
  const optionsOf = (item: {
    securityContext?: { seLinuxOptions?: { type?: string; user?: string; role?: string } };
  }) => item.securityContext?.seLinuxOptions ?? {};
  const isBad = ({ type = '', user, role }: ReturnType<typeof optionsOf>) => !allowedTypes.has(type) || user || role;
  const bad = offenders(spec, (container) => Boolean(isBad(optionsOf(container))));
  const pod = Boolean(isBad(optionsOf(spec)));
  if (!pod && !bad.length) return undefined;
  const all = [optionsOf(spec), ...containersOf(spec).map(optionsOf)];
  const types = [...new Set(all.map(({ type = '' }) => type))].filter((type) => !allowedTypes.has(type)).sort();
  const problems = [
    ...(types.length ? [`${plural('type', types)} ${quote(types)}`] : []),
    ...(all.some(({ user }) => user) ? ['user may not be set'] : []),
    ...(all.some(({ role }) => role) ? ['role may not be set'] : []),
  ];
  const detail = `${setters(pod, bad)} set forbidden securityContext.seLinuxOptions: ${problems.join('; ')}`;
  return { reason: 'seLinuxOptions', detail };
};

const safeSysctls = new Set([
  ...['kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range'],
  ...['net.ipv4.ip_unprivileged_port_start', 'net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_keepalive_time'],
  ...['net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes'],
  ...['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'],
]);

export const sysctls: Check = ({ securityContext }) => {
  const bad = (securityContext?.sysctls ?? []).map(({ name }) => name).filter((name) => !safeSysctls.has(name));
  return bad.length ? { reason: 'forbidden sysctls', detail: bad.join(', ') } : undefined;
};

export const hostProcess: Check = (spec) => {
  const isBad = (item: { securityContext?: { windowsOptions?: { hostProcess?: boolean } } }) =>
    item.securityContext?.windowsOptions?.hostProcess;
  const bad = offenders(spec, isBad);
  const pod = Boolean(isBad(spec));
  if (!pod && !bad.length) return undefined;
  const detail = `${setters(pod, bad)} must not set securityContext.windowsOptions.hostProcess=true`;
  return { reason: 'hostProcess', detail };
};
