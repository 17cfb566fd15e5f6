import type { V1Service, V1ServiceSpec } from '@kubernetes/client-node';
import { duplicate, type FieldError, invalidValue, notSupported, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { ipFamily, validateIp } from './ip-address.ts';
import { oneOfIfSet } from './names.ts';

type Spec = Wire<V1ServiceSpec>;

export function isHeadless({ clusterIPs }: Spec): boolean {
  return clusterIPs?.length === 1 && clusterIPs[0] === 'None';
}

const families = ['IPv4', 'IPv6'];
const field = 'spec.clusterIPs';

/** Source: kubernetes `ValidateServiceClusterIPsRelatedFields`, 1.34. */
export function validateClusterIps(spec: Spec): FieldError[] {
  if (spec.type === 'ExternalName') return [];
  const { clusterIP = '', clusterIPs = [], ipFamilies = [] } = spec;
  const errors: FieldError[] = [];
  if (clusterIP && !clusterIPs.length) errors.push(required(field, ''));
  if (clusterIP && clusterIPs.length && clusterIPs[0] !== clusterIP)
    errors.push(invalidValue(field, clusterIPs, 'first value must match `clusterIP`'));
  if (!clusterIP && clusterIPs.length)
    errors.push(invalidValue(field, clusterIPs, 'must be empty when `clusterIP` is not specified'));
  for (const [index, family] of ipFamilies.entries()) {
    const path = `spec.ipFamilies[${index}]`;
    if (!families.includes(family)) errors.push(notSupported(path, family, families));
    if (ipFamilies.indexOf(family) < index) errors.push(duplicate(path, family));
  }
  const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];
  errors.push(...oneOfIfSet('spec.ipFamilyPolicy', spec.ipFamilyPolicy, policies));
  const invalid: FieldError[] = [];
  for (const [index, address] of clusterIPs.entries()) {
    if (index > 0 || address !== 'None') invalid.push(...validateIp(`${field}[${index}]`, address));
    else if (clusterIPs.length > 1)
      invalid.push(invalidValue(field, clusterIPs, "'None' must be the first and only value"));
  }
  errors.push(...invalid);
  if (clusterIPs.length > 2) errors.push(invalidValue(field, clusterIPs, 'may only hold up to 2 values'));
  if (invalid.length) return errors;
  if (clusterIPs.length > 1 && new Set(clusterIPs.map(ipFamily)).size < 2)
    errors.push(invalidValue(field, clusterIPs, 'may specify no more than one IP for each IP family'));
  if (isHeadless(spec)) return errors;
  for (const [index, family] of ipFamilies.slice(0, clusterIPs.length).entries()) {
    const address = clusterIPs[index] ?? '';
    if (!families.includes(family) || `IPv${ipFamily(address)}` === family) continue;
    const detail = `expected an ${family} value as indicated by \`ipFamilies[${index}]\``;
    errors.push(invalidValue(`${field}[${index}]`, address, detail));
  }
  return errors;
}

/** Source: kubernetes `validateUpgradeDowngradeClusterIPs` and its kin, 1.34. */
export function validateServiceUpdate(next: Wire<V1Service>, current: Wire<V1Service>): FieldError[] {
  const [spec, before] = [next.spec ?? {}, current.spec ?? {}];
  const errors: FieldError[] = [];
  const [asked, had] = [spec.clusterIPs ?? [], before.clusterIPs ?? []];
  const external = spec.type === 'ExternalName' || before.type === 'ExternalName';
  if (!external && !(isHeadless(spec) && isHeadless(before))) {
    if (had.length && !asked.length)
      errors.push(invalidValue(`${field}[0]`, asked, 'primary clusterIP can not be unset'));
    for (const [index, address] of had.entries())
      if (asked[index] !== undefined && asked[index] !== address)
        errors.push(invalidValue(`${field}[${index}]`, asked, 'may not change once set'));
  }
  const [wanted, kept] = [spec.ipFamilies ?? [], before.ipFamilies ?? []];
  if (!external && !isHeadless(spec) && !isHeadless(before) && wanted[0] && kept[0] && wanted[0] !== kept[0])
    errors.push(invalidValue('spec.ipFamilies[0]', wanted, 'may not change once set'));
  if (
    spec.type === 'LoadBalancer' &&
    before.type === 'LoadBalancer' &&
    spec.loadBalancerClass !== before.loadBalancerClass
  )
    errors.push(invalidValue('spec.loadBalancerClass', spec.loadBalancerClass, 'may not change once set'));
  return errors;
}

/**
 * What a server with IPv4 alone makes of the families asked for, before it looks at anything else. Returns what it
 * refuses; changes the specification. Source: kubernetes `Allocators.initIPFamilyFields`, 1.34.
 */
export function initFamilies(spec: Spec, before: Spec | undefined): FieldError[] {
  if (spec.type === 'ExternalName') return [];
  const unselected = spec.clusterIP === 'None' && !Object.keys(spec.selector ?? {}).length;
  spec.ipFamilyPolicy ??= before?.ipFamilyPolicy ?? (unselected ? 'RequireDualStack' : 'SingleStack');
  const related = validateClusterIps(spec);
  if (related.length) return related;
  const policy = spec.ipFamilyPolicy;
  const errors: FieldError[] = [];
  const multiple = (what: string) =>
    invalidValue(
      'spec.ipFamilyPolicy',
      policy,
      `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`,
    );
  const { clusterIPs = [] } = spec;
  if (policy === 'SingleStack' && clusterIPs.length === 2) errors.push(multiple('cluster IPs'));
  if (policy === 'SingleStack' && spec.ipFamilies?.length === 2) errors.push(multiple('IP families'));
  for (const [index, address] of clusterIPs.entries()) {
    if (address === 'None') break;
    if (index < (spec.ipFamilies?.length ?? 0)) continue;
    if (ipFamily(address) === 6)
      errors.push(invalidValue(`${field}[${index}]`, clusterIPs, 'IPv6 is not configured on this cluster'));
    else spec.ipFamilies = [...(spec.ipFamilies ?? []), 'IPv4'];
  }
  if (errors.length) return errors;
  if (unselected) {
    if (!spec.ipFamilies?.length) spec.ipFamilies = ['IPv4'];
    if (spec.ipFamilies.length < 2 && policy !== 'SingleStack')
      spec.ipFamilies = [...spec.ipFamilies, spec.ipFamilies[0] === 'IPv4' ? 'IPv6' : 'IPv4'];
    return [];
  }
  if (policy === 'RequireDualStack')
    errors.push(invalidValue('spec.ipFamilyPolicy', policy, 'this cluster is not configured for dual-stack services'));
  for (const [index, family] of (spec.ipFamilies ?? []).entries())
    if (family !== 'IPv4')
      errors.push(invalidValue(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster'));
  if (!errors.length && !spec.ipFamilies?.length) spec.ipFamilies = ['IPv4'];
  return errors;
}
