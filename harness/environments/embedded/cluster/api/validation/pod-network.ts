import type { V1PodSpec } from '@kubernetes/client-node';
import { type FieldError, forbiddenField, invalidValue, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { validateIp } from './ip-address.ts';
import { checked, dns1123Subdomain, dns1123SubdomainWithUnderscore } from './names.ts';
import { allContainers } from './operating-system.ts';

type PodSpec = Wire<V1PodSpec>;

/** Source: kubernetes `validatePodDNSConfig`, 1.34. */
export function validateDnsConfig(field: string, { dnsPolicy, dnsConfig }: PodSpec): FieldError[] {
  if (dnsPolicy === 'None') {
    if (!dnsConfig) return [required(field, 'must provide `dnsConfig` when `dnsPolicy` is None')];
    const detail = 'must provide at least one DNS nameserver when `dnsPolicy` is None';
    if (!dnsConfig.nameservers?.length) return [required(`${field}.nameservers`, detail)];
  }
  const { nameservers = [], searches = [], options = [] } = dnsConfig ?? {};
  const errors: FieldError[] = [];
  if (nameservers.length > 3)
    errors.push(invalidValue(`${field}.nameservers`, nameservers, 'must not have more than 3 nameservers'));
  for (const [index, address] of nameservers.entries())
    errors.push(...validateIp(`${field}.nameservers[${index}]`, address));
  if (searches.length > 32)
    errors.push(invalidValue(`${field}.searches`, searches, 'must not have more than 32 search paths'));
  if (searches.join(' ').length > 2048) {
    const detail = 'must not have more than 2048 characters (including spaces) in the search list';
    errors.push(invalidValue(`${field}.searches`, searches, detail));
  }
  for (const [index, search] of searches.entries()) {
    if (search === '.') continue;
    const name = search.replace(/\.$/, '');
    errors.push(...checked(dns1123SubdomainWithUnderscore, `${field}.searches[${index}]`, name));
  }
  for (const [index, { name }] of options.entries())
    if (!name) errors.push(required(`${field}.options[${index}]`, 'must not be empty'));
  return errors;
}

/** Source: kubernetes `validatePodHostNetworkDeps`. In a pod, unlike a template, every port has its host port by then. */
export function validateHostNetwork(field: string, spec: PodSpec, isPod: boolean): FieldError[] {
  if (!spec.hostNetwork) return [];
  return (spec.containers ?? []).flatMap(({ ports = [] }, index) =>
    ports.flatMap(({ hostPort = 0, containerPort = 0 }, at) => {
      if (hostPort === containerPort || !(isPod || hostPort)) return [];
      const path = `${field}.containers[${index}].ports[${at}].hostPort`;
      return [invalidValue(path, hostPort, 'must match `containerPort` when `hostNetwork` is true')];
    }),
  );
}

/** Source: kubernetes `validateHostUsers`, 1.34; two of its paths are in capitals. */
export function validateHostUsers(field: string, spec: PodSpec): FieldError[] {
  if (spec.hostUsers !== false) return [];
  const detail = 'when `hostUsers` is false';
  return [
    ...(spec.hostNetwork ? [forbiddenField(`${field}.hostNetwork`, detail)] : []),
    ...(spec.hostPID ? [forbiddenField(`${field}.HostPID`, detail)] : []),
    ...(spec.hostIPC ? [forbiddenField(`${field}.HostIPC`, detail)] : []),
    ...allContainers(field, spec)
      .filter(([, { volumeDevices }]) => volumeDevices?.length)
      .map(([path]) => forbiddenField(`${path}.volumeDevices`, detail)),
  ];
}

/** Source: kubernetes `ValidateHostAliases`. */
export function validateHostAliases(field: string, aliases: PodSpec['hostAliases'] = []): FieldError[] {
  return aliases.flatMap(({ ip, hostnames = [] }, index) => [
    ...validateIp(`${field}[${index}].ip`, ip),
    ...hostnames.flatMap((name, at) => checked(dns1123Subdomain, `${field}[${index}].hostnames[${at}]`, name)),
  ]);
}
