import type { V1Endpoint, V1EndpointSlice } from '@kubernetes/client-node';
import { duplicate, type FieldError, invalidValue, required, tooMany } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { validateEndpointIp } from './endpoints.ts';
import { ipFamily, validateIp } from './ip-address.ts';
import { immutable, validateLabels } from './metadata.ts';
import { checked, dns1123Label, dns1123Subdomain, labelValue, oneOf, oneOfIfSet, qualifiedName } from './names.ts';

type Slice = Wire<V1EndpointSlice>;

/** Source: kubernetes `pkg/apis/discovery/validation.ValidateEndpointSlice`, 1.34. */
export function validateEndpointSlice(slice: Slice): FieldError[] {
  const { addressType } = slice;
  const [ports, endpoints] = [slice.ports ?? [], slice.endpoints ?? []];
  return [
    ...oneOf('addressType', addressType, ['FQDN', 'IPv4', 'IPv6']),
    ...validatePorts(ports),
    ...(endpoints.length > 1000
      ? [tooMany('endpoints', endpoints.length, 1000)]
      : endpoints.flatMap((endpoint, index) => validateEndpoint(`endpoints[${index}]`, endpoint, addressType))),
  ];
}

function validatePorts(ports: NonNullable<Slice['ports']>): FieldError[] {
  if (ports.length > 20_000) return [tooMany('ports', ports.length, 20_000)];
  const names = new Set<string>();
  return ports.flatMap(({ name = '', protocol, appProtocol }, index) => {
    const path = `ports[${index}]`;
    const repeated = names.has(name) ? [duplicate(`${path}.name`, name)] : [];
    names.add(name);
    return [
      ...(name ? checked(dns1123Label, `${path}.name`, name) : []),
      ...repeated,
      ...oneOfIfSet(`${path}.protocol`, protocol, ['SCTP', 'TCP', 'UDP']),
      ...(appProtocol === undefined ? [] : checked(qualifiedName, `${path}.appProtocol`, appProtocol)),
    ];
  });
}

function validateEndpoint(field: string, endpoint: Wire<V1Endpoint>, type: string | undefined): FieldError[] {
  const { addresses = [], nodeName, hostname, deprecatedTopology: topology, hints } = endpoint;
  const path = `${field}.addresses`;
  const errors: FieldError[] = [];
  if (!addresses.length) errors.push(required(path, 'must contain at least 1 address'));
  if (addresses.length > 100) errors.push(tooMany(path, addresses.length, 100));
  for (const [index, address] of addresses.entries()) errors.push(...validateAddress(path, index, address, type));
  if (nodeName !== undefined) errors.push(...checked(dns1123Subdomain, `${field}.nodeName`, nodeName));
  const labels = Object.keys(topology ?? {}).length;
  if (labels > 16) errors.push(tooMany(`${field}.deprecatedTopology`, labels, 16));
  errors.push(...validateLabels(`${field}.deprecatedTopology`, topology));
  if (hostname !== undefined) errors.push(...checked(dns1123Label, `${field}.hostname`, hostname));
  for (const [kind, rule] of [
    ['forZones', labelValue],
    ['forNodes', dns1123Subdomain],
  ] as const) {
    const items = hints?.[kind] ?? [];
    if (items.length > 8) return [...errors, tooMany(`${field}.hints.${kind}`, items.length, 8)];
    const seen = new Set<string>();
    for (const [index, { name = '' }] of items.entries()) {
      const place = `${field}.hints.${kind}[${index}].name`;
      if (seen.has(name)) errors.push(duplicate(place, name));
      seen.add(name);
      errors.push(...checked(rule, place, name));
    }
  }
  return errors;
}

function validateAddress(field: string, index: number, address: string, type: string | undefined): FieldError[] {
  const path = `${field}[${index}]`;
  if (type === 'FQDN') {
    if (!address) return [required(path, '')];
    const name = address.replace(/\.$/, '');
    const problems = dns1123Subdomain(name);
    if (problems.length) return problems.map((problem) => invalidValue(path, address, problem));
    const few = 'should be a domain with at least two segments separated by dots';
    return name.includes('.') ? [] : [invalidValue(path, address, few)];
  }
  if (type !== 'IPv4' && type !== 'IPv6') return [];
  const errors = validateIp(path, address);
  if (errors.length) return errors;
  const wrong = `IPv${ipFamily(address)}` === type ? [] : [invalidValue(field, address, `must be an ${type} address`)];
  return [...wrong, ...validateEndpointIp(path, address)];
}

export function validateEndpointSliceUpdate(next: Slice, current: Slice): FieldError[] {
  return immutable('addressType', next.addressType, current.addressType);
}
