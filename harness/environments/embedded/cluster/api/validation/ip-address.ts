import { isIP } from 'node:net';
import { type FieldError, invalidValue } from '../objects/field-error.ts';

/** 4 or 6, or 0 for what is no address. Go's older parser, which these fields keep, takes leading zeros. */
export function ipFamily(text: string): 0 | 4 | 6 {
  if (text.includes('%')) return 0;
  return isIP(text.replace(/(^|\.)0+(?=\d)/g, '$1')) as 0 | 4 | 6;
}

/** Source: apimachinery `IsValidIPForLegacyField`. */
export function validateIp(field: string, text: string | undefined): FieldError[] {
  if (ipFamily(text ?? '')) return [];
  return [invalidValue(field, text ?? '', 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
}

/** 4 or 6, or 0 for what is no network. */
export function cidrFamily(text: string): 0 | 4 | 6 {
  const [address = '', length = '', ...rest] = text.split('/');
  const family = ipFamily(address);
  const fits = /^\d+$/.test(length) && Number(length) <= (family === 4 ? 32 : 128);
  return family && fits && !rest.length ? family : 0;
}

/** Source: apimachinery `IsValidCIDRForLegacyField`. */
export function validateCidr(field: string, text: string): FieldError[] {
  if (cidrFamily(text)) return [];
  return [invalidValue(field, text, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];
}

/** Source: apimachinery `GetWarningsForIP`, for leading zeros. */
export function ipWarnings(field: string, text: string): string[] {
  const standard = text.replace(/(^|\.)0+(?=\d)/g, '$1');
  if (ipFamily(text) !== 4 || standard === text) return [];
  const rule = 'will be considered invalid in a future Kubernetes release';
  return [`${field}: non-standard IP address ${JSON.stringify(text)} ${rule}: use ${JSON.stringify(standard)}`];
}
