import type { V1EndpointAddress, V1Endpoints } from '@kubernetes/client-node';
import { type FieldError, invalidValue, required } from '../objects/field-error.ts';
import { jsonEqual } from '../objects/json.ts';
import type { Wire } from '../wire.ts';
import { ipFamily, validateIp } from './ip-address.ts';
import { checked, dns1123Label, dns1123Subdomain, oneOf, portNumber, qualifiedName } from './names.ts';

type Endpoints = Wire<V1Endpoints>;

/** Source: kubernetes `ValidateEndpoints`, 1.34. */
export function validateEndpoints({ subsets = [] }: Endpoints): FieldError[] {
  return subsets.flatMap(({ addresses = [], notReadyAddresses = [], ports = [] }, index) => {
    const path = `subsets[${index}]`;
    const none = !addresses.length && !notReadyAddresses.length;
    return [
      ...(none ? [required(path, 'must specify `addresses` or `notReadyAddresses`')] : []),
      ...addresses.flatMap((address, at) => validateAddress(`${path}.addresses[${at}]`, address)),
      ...notReadyAddresses.flatMap((address, at) => validateAddress(`${path}.notReadyAddresses[${at}]`, address)),
      ...ports.flatMap(({ name, port = 0, protocol, appProtocol }, at) => {
        const place = `${path}.ports[${at}]`;
        return [
          ...(name ? checked(dns1123Label, `${place}.name`, name) : []),
          ...(!name && ports.length > 1 ? [required(`${place}.name`, '')] : []),
          ...portNumber(port).map((problem) => invalidValue(`${place}.port`, port, problem)),
          ...oneOf(`${place}.protocol`, protocol, ['SCTP', 'TCP', 'UDP']),
          ...(appProtocol === undefined ? [] : checked(qualifiedName, `${place}.appProtocol`, appProtocol)),
        ];
      }),
    ];
  });
}

function validateAddress(field: string, { ip = '', hostname, nodeName }: Wire<V1EndpointAddress>): FieldError[] {
  return [
    ...validateIp(`${field}.ip`, ip),
    ...(hostname ? checked(dns1123Label, `${field}.hostname`, hostname) : []),
    ...(nodeName === undefined ? [] : checked(dns1123Subdomain, `${field}.nodeName`, nodeName)),
    ...validateEndpointIp(`${field}.ip`, ip),
  ];
}

/** Addresses of one machine or link only are nobody's endpoint. Source: kubernetes `ValidateEndpointIP`. */
export function validateEndpointIp(field: string, ip: string): FieldError[] {
  const family = ipFamily(ip);
  if (!family) return [invalidValue(field, ip, 'must be a valid IP address')];
  const plain = ip.toLowerCase();
  const [first = 0, second = 0, third = 0] = plain.split('.').map(Number);
  const is = (v4: boolean, v6: RegExp) => (family === 4 ? v4 : v6.test(plain));
  const rules: [boolean, string][] = [
    [is(/^[0.]+$/.test(plain), /^[0:]+$/), `may not be unspecified (${ip})`],
    [is(first === 127, /^[0:]*:0*1$/), 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
    [
      is(first === 169 && second === 254, /^fe[89ab]/),
      'may not be in the link-local range (169.254.0.0/16, fe80::/10)',
    ],
    [
      is(first === 224 && second === 0 && third === 0, /^ff02:/),
      'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)',
    ],
  ];
  return rules.filter(([bad]) => bad).map(([, detail]) => invalidValue(field, ip, detail));
}

/** What was let in once may stay. */
export function keepsSubsets(next: Endpoints, current: Endpoints): boolean {
  return jsonEqual(next.subsets ?? [], current.subsets ?? []);
}
