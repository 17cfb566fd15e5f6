import { isIP } from 'node:net';
import { type FieldError, forbiddenField, invalidValue, notSupported } from '../../objects/field-error.ts';
import type { KubeObject } from '../../objects/kube-object.ts';
import { validateIp } from '../ip-address.ts';
import { checked, dns1123Subdomain } from '../names.ts';

interface Entrance {
  readonly ip?: string;
  readonly hostname?: string;
  readonly ipMode?: string;
}

const field = 'status.loadBalancer.ingress';

function entrancesOf({ status }: KubeObject): readonly Entrance[] {
  const { loadBalancer } = (status ?? {}) as { loadBalancer?: { ingress?: readonly Entrance[] } };
  return loadBalancer?.ingress ?? [];
}

/** Source: kubernetes `ValidateIngressLoadBalancerStatus`, 1.34. */
export function validateIngressStatus(next: KubeObject): FieldError[] {
  return entrancesOf(next).flatMap((entrance, index) => validateEntrance(`${field}[${index}]`, entrance, []));
}

/** Source: kubernetes `ValidateLoadBalancerStatus`, 1.34. */
export function validateServiceStatus(next: KubeObject): FieldError[] {
  const entrances = entrancesOf(next);
  if (entrances.length && (next.spec as { type?: string } | undefined)?.type !== 'LoadBalancer')
    return [forbiddenField(field, "may only be used when `spec.type` is 'LoadBalancer'")];
  return entrances.flatMap((entrance, index) => {
    const path = `${field}[${index}]`;
    return validateEntrance(path, entrance, validateMode(`${path}.ipMode`, entrance));
  });
}

function validateMode(path: string, { ip, ipMode }: Entrance): FieldError[] {
  if (ipMode === undefined) return [];
  if (!ip) return [forbiddenField(path, 'may not be specified when `ip` is not set')];
  return ['Proxy', 'VIP'].includes(ipMode) ? [] : [notSupported(path, ipMode, ['Proxy', 'VIP'])];
}

function validateEntrance(path: string, { ip, hostname }: Entrance, ofMode: readonly FieldError[]): FieldError[] {
  const errors = [...(ip ? validateIp(`${path}.ip`, ip) : []), ...ofMode];
  if (!hostname) return errors;
  if (isIP(hostname)) {
    const detail = 'must be a DNS name, not an IP address';
    return [...errors, invalidValue(`${path}.hostname`, hostname, detail)];
  }
  return [...errors, ...checked(dns1123Subdomain, `${path}.hostname`, hostname)];
}
