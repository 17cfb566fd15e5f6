import type { V1WindowsSecurityContextOptions } from '@kubernetes/client-node';
import { type FieldError, invalidValue } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { checked, dns1123Subdomain } from './names.ts';

const maxCredentialSpec = 64 * 1024;

/** Source: kubernetes `validateWindowsSecurityContextOptions`, 1.34. */
export function validateWindowsOptions(
  field: string,
  options: Wire<V1WindowsSecurityContextOptions> | undefined,
): FieldError[] {
  const { gmsaCredentialSpecName: name, gmsaCredentialSpec: spec, runAsUserName: user } = options ?? {};
  const errors: FieldError[] =
    name === undefined ? [] : checked(dns1123Subdomain, `${field}.gmsaCredentialSpecName`, name);
  const path = `${field}.gmsaCredentialSpec`;
  if (spec === '') errors.push(invalidValue(path, spec, 'gmsaCredentialSpec cannot be an empty string'));
  if (Buffer.byteLength(spec ?? '') > maxCredentialSpec)
    errors.push(invalidValue(path, spec, 'gmsaCredentialSpec size must be under 64 KiB'));
  const problems = user === undefined ? [] : userProblems(user);
  return [...errors, ...problems.map((problem) => invalidValue(`${field}.runAsUserName`, user, problem))];
}

const netBios = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const dnsLabel = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const dnsDomain = new RegExp(`^${dnsLabel}(?:\\.${dnsLabel})*$`);

function userProblems(name: string): string[] {
  if (!name) return ['runAsUserName cannot be an empty string'];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[\x00-\x1f\x7f]/.test(name)) return ['runAsUserName cannot contain control characters'];
  const parts = name.split('\\');
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash'];
  const user = parts.at(-1) ?? '';
  const domain = parts.length === 2 ? (parts[0] ?? '') : undefined;
  const problems: string[] = [];
  if (Buffer.byteLength(domain ?? '') >= 256)
    problems.push("runAsUserName's Domain length must be under 256 characters");
  if (domain !== undefined && !netBios.test(domain) && !dnsDomain.test(domain))
    problems.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
  if (!user) problems.push("runAsUserName's User cannot be empty");
  if (Buffer.byteLength(user) > 104)
    problems.push("runAsUserName's User length must not be longer than 104 characters");
  if (/^[. ]+$/.test(user)) problems.push("runAsUserName's User cannot contain only periods or spaces");
  if (/["/\\:;|=,+*?<>@[\]]/.test(user))
    problems.push('runAsUserName\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]');
  return problems;
}
