import { isIP } from 'node:net';
import type {
  V1HTTPIngressPath,
  V1Ingress,
  V1IngressBackend,
  V1IngressClass,
  V1IngressRule,
  V1IngressTLS,
} from '@kubernetes/client-node';
import { type FieldError, invalidValue, notSupported, required, tooLong } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { immutable, pathSegment } from './metadata.ts';
import { checked, dns1035Label, dns1123Subdomain, portName, portNumber, requiredOr } from './names.ts';

/** Rules of kubernetes `pkg/apis/networking/validation`, 1.34, for Ingress and IngressClass. */
export function validateIngress({ metadata, spec = {} }: Wire<V1Ingress>): FieldError[] {
  const { defaultBackend, rules = [], tls = [], ingressClassName } = spec;
  const errors: FieldError[] = [];
  if (!rules.length && !defaultBackend) {
    errors.push(invalidValue('spec', spec.rules ?? null, 'either `defaultBackend` or `rules` must be specified'));
  }
  if (defaultBackend) errors.push(...validateBackend('spec.defaultBackend', defaultBackend));
  errors.push(...rules.flatMap((rule, index) => validateRule(`spec.rules[${index}]`, rule)));
  errors.push(...tls.flatMap((item, index) => validateTls(`spec.tls[${index}]`, item)));
  if (ingressClassName !== undefined)
    errors.push(...checked(dns1123Subdomain, 'spec.ingressClassName', ingressClassName));
  const annotated = metadata?.annotations?.['kubernetes.io/ingress.class'];
  if (annotated !== undefined && ingressClassName !== undefined) {
    const detail = 'must match `ingressClassName` when both are specified';
    if (annotated !== ingressClassName)
      errors.push(invalidValue('annotations.kubernetes.io/ingress.class', annotated, detail));
  }
  return errors;
}

function validateTls(field: string, { hosts = [], secretName }: Wire<V1IngressTLS>): FieldError[] {
  return [
    ...hosts.flatMap((host, index) => checked(hostRule(host), `${field}.hosts[${index}]`, host)),
    ...(secretName ? checked(dns1123Subdomain, `${field}.secretName`, secretName) : []),
  ];
}

function hostRule(host: string): (text: string) => string[] {
  return host.includes('*') ? wildcardSubdomain : dns1123Subdomain;
}

function validateRule(field: string, { host, http }: Wire<V1IngressRule>): FieldError[] {
  const errors: FieldError[] = [];
  if (host && isIP(host)) errors.push(invalidValue(`${field}.host`, host, 'must be a DNS name, not an IP address'));
  if (host) errors.push(...checked(hostRule(host), `${field}.host`, host));
  if (!http) return errors;
  const place = `${field}.http.paths`;
  if (!http.paths?.length) errors.push(required(place, ''));
  return [...errors, ...(http.paths ?? []).flatMap((path, index) => validatePath(`${place}[${index}]`, path))];
}

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];

function validatePath(field: string, { path = '', pathType, backend }: Wire<V1HTTPIngressPath>): FieldError[] {
  if (pathType === undefined) return [required(`${field}.pathType`, 'pathType must be specified')];
  const errors: FieldError[] = [];
  const fault = (detail: string) => errors.push(invalidValue(`${field}.path`, path, detail));
  if (!pathTypes.includes(pathType)) errors.push(notSupported(`${field}.pathType`, pathType, pathTypes));
  else if (pathType === 'ImplementationSpecific') {
    if (path && !path.startsWith('/')) fault('must be an absolute path');
  } else {
    if (!path.startsWith('/')) fault('must be an absolute path');
    for (const part of ['//', '/./', '/../', '%2f', '%2F'])
      if (path.includes(part)) fault(`must not contain '${part}'`);
    for (const end of ['/..', '/.']) if (path.endsWith(end)) fault(`cannot end with '${end}'`);
  }
  return [...errors, ...validateBackend(`${field}.backend`, backend ?? {})];
}

function validateBackend(field: string, { service, resource }: Wire<V1IngressBackend>): FieldError[] {
  if (service && resource) return [invalidValue(field, '', 'cannot set both resource and service backends')];
  if (resource) return validateReference(`${field}.resource`, resource);
  if (!service) return [invalidValue(field, '', 'resource or service backend is required')];
  const errors = requiredOr(`${field}.service.name`, service.name, dns1035Label);
  const { name, number } = service.port ?? {};
  if (name && number) errors.push(invalidValue(field, '', 'cannot set both port name & port number'));
  else if (name) errors.push(...checked(portName, `${field}.service.port.name`, name));
  else if (number) {
    const place = `${field}.service.port.number`;
    errors.push(...portNumber(number).map((problem) => invalidValue(place, number, problem)));
  } else errors.push(required(field, 'port name or number is required'));
  return errors;
}

interface Reference {
  readonly apiGroup?: string | undefined;
  readonly kind?: string;
  readonly name?: string;
}

function validateReference(field: string, { apiGroup, kind, name }: Reference): FieldError[] {
  return [
    ...(apiGroup ? checked(dns1123Subdomain, `${field}.apiGroup`, apiGroup) : []),
    ...requiredOr(`${field}.kind`, kind, pathSegment),
    ...requiredOr(`${field}.name`, name, pathSegment),
  ];
}

/** Source: apimachinery `IsWildcardDNS1123Subdomain`. */
function wildcardSubdomain(text: string): string[] {
  const pattern = '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*';
  if (new RegExp(`^${pattern}$`).test(text)) return [];
  const rule =
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
  return [`${rule} (e.g. '*.example.com', regex used for validation is '${pattern}')`];
}

const longestController = 250;

export function validateIngressClass({ spec }: Wire<V1IngressClass>): FieldError[] {
  const controller = spec?.controller ?? '';
  const errors: FieldError[] = [];
  if (controller.length > longestController) errors.push(tooLong('spec.controller', longestController));
  if (!controller) errors.push(required('spec.controller', ''));
  else errors.push(...validatePrefixedPath('spec.controller', controller));
  const { parameters } = spec ?? {};
  if (!parameters) return errors;
  const field = 'spec.parameters';
  const { scope, namespace } = parameters;
  errors.push(...validateReference(field, parameters));
  if (scope === 'Namespace' && !namespace) {
    errors.push(required(`${field}.namespace`, "`parameters.scope` is set to 'Namespace'"));
  }
  if (scope === 'Cluster' && namespace !== undefined) {
    const text = "Forbidden: `parameters.scope` is set to 'Cluster'";
    errors.push({ reason: 'FieldValueForbidden', field: `${field}.namespace`, text });
  }
  if (scope !== 'Cluster' && scope !== 'Namespace') {
    errors.push(notSupported(`${field}.scope`, scope ?? '', ['Cluster', 'Namespace']));
  }
  return errors;
}

function validatePrefixedPath(field: string, text: string): FieldError[] {
  const slash = text.indexOf('/');
  const [domain, path] = slash < 0 ? ['', ''] : [text.slice(0, slash), text.slice(slash + 1)];
  if (!domain || !path) {
    return [invalidValue(field, text, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  return checked(dns1123Subdomain, field, domain);
}

export function validateIngressClassUpdate(next: Wire<V1IngressClass>, current: Wire<V1IngressClass>): FieldError[] {
  return immutable('spec.controller', next.spec?.controller ?? '', current.spec?.controller ?? '');
}
