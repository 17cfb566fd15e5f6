import type { V1IPBlock, V1NetworkPolicy, V1NetworkPolicyPeer, V1NetworkPolicyPort } from '@kubernetes/client-node';
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { cidrWarnings } from './cidr-warnings.ts';
import { validateCidr } from './ip-address.ts';
import { validateLabelSelector } from './metadata.ts';
import { checked, portName, portNumber } from './names.ts';
import { strictlyContains } from './strictly-contains.ts';

const directions = ['Ingress', 'Egress'];

/** Rules of kubernetes `pkg/apis/networking/validation`, 1.34. */
export function validateNetworkPolicy({ spec }: Wire<V1NetworkPolicy>): FieldError[] {
  const errors = validateLabelSelector('spec.podSelector', spec?.podSelector);
  for (const [index, { ports }] of (spec?.ingress ?? []).entries()) {
    errors.push(...validateRule(`spec.ingress[${index}]`, ports, 'from', sources(spec, index)));
  }
  for (const [index, { ports, to }] of (spec?.egress ?? []).entries()) {
    errors.push(...validateRule(`spec.egress[${index}]`, ports, 'to', to));
  }
  const types = spec?.policyTypes ?? [];
  if (types.length > directions.length) {
    return [...errors, invalidValue('spec.policyTypes', types, 'may not specify more than two policyTypes')];
  }
  const unknown = types.map((type, index) => ({ type, field: `spec.policyTypes[${index}]` }));
  return [
    ...errors,
    ...unknown
      .filter(({ type }) => !directions.includes(type))
      .map(({ type, field }) => notSupported(field, type, directions)),
  ];
}

/** The client's model gives `from`, a word of its language, another name. */
function sources(spec: Wire<V1NetworkPolicy>['spec'], index: number): Wire<V1NetworkPolicyPeer>[] | undefined {
  return (spec?.ingress?.[index] as { from?: Wire<V1NetworkPolicyPeer>[] } | undefined)?.from;
}

function validateRule(
  field: string,
  ports: readonly Wire<V1NetworkPolicyPort>[] = [],
  side: 'from' | 'to',
  peers: readonly Wire<V1NetworkPolicyPeer>[] = [],
): FieldError[] {
  return [
    ...ports.flatMap((port, index) => validatePort(`${field}.ports[${index}]`, port)),
    ...peers.flatMap((peer, index) => validatePeer(`${field}.${side}[${index}]`, peer)),
  ];
}

const protocols = ['TCP', 'UDP', 'SCTP'];

function validatePort(field: string, { protocol, port, endPort }: Wire<V1NetworkPolicyPort>): FieldError[] {
  const errors: FieldError[] = [];
  if (protocol !== undefined && !protocols.includes(protocol)) {
    errors.push(notSupported(`${field}.protocol`, protocol, protocols));
  }
  const end = `${field}.endPort`;
  if (port === undefined) {
    if (endPort !== undefined) {
      errors.push(invalidValue(end, endPort, 'may not be specified when `port` is not specified'));
    }
  } else if (typeof port === 'number') {
    errors.push(...portNumber(port).map((problem) => invalidValue(`${field}.port`, port, problem)));
    if (endPort === undefined) return errors;
    // The server names the start of the range.
    if (endPort < port) errors.push(invalidValue(end, port, 'must be greater than or equal to `port`'));
    errors.push(...portNumber(endPort).map((problem) => invalidValue(end, endPort, problem)));
  } else {
    if (endPort !== undefined) {
      errors.push(invalidValue(end, endPort, 'may not be specified when `port` is non-numeric'));
    }
    errors.push(...checked(portName, `${field}.port`, String(port)));
  }
  return errors;
}

function validatePeer(
  field: string,
  { podSelector, namespaceSelector, ipBlock }: Wire<V1NetworkPolicyPeer>,
): FieldError[] {
  const errors = [
    ...(podSelector ? validateLabelSelector(`${field}.podSelector`, podSelector) : []),
    ...(namespaceSelector ? validateLabelSelector(`${field}.namespaceSelector`, namespaceSelector) : []),
    ...(ipBlock ? validateIpBlock(`${field}.ipBlock`, ipBlock) : []),
  ];
  if (!podSelector && !namespaceSelector && !ipBlock) errors.push(required(field, 'must specify a peer'));
  if (ipBlock && (podSelector || namespaceSelector)) {
    errors.push(forbiddenField(field, 'may not specify both ipBlock and another peer'));
  }
  return errors;
}

function validateIpBlock(field: string, { cidr, except = [] }: Wire<V1IPBlock>): FieldError[] {
  if (!cidr) return [required(`${field}.cidr`, '')];
  const errors = validateCidr(`${field}.cidr`, cidr);
  const whole = !errors.length;
  for (const [index, part] of except.entries()) {
    const place = `${field}.except[${index}]`;
    const problems = validateCidr(place, part);
    errors.push(...problems);
    if (whole && !problems.length && !strictlyContains(cidr, part)) {
      errors.push(invalidValue(place, part, 'must be a strict subset of `cidr`'));
    }
  }
  return errors;
}

/** Source: kubernetes `pkg/registry/networking/networkpolicy/strategy.go`, `networkPolicyWarnings`. */
export function networkPolicyWarnings({ spec }: Wire<V1NetworkPolicy>): string[] {
  const blocks = [
    ...(spec?.ingress ?? []).map((_, index) => [`spec.ingress[${index}].from`, sources(spec, index)] as const),
    ...(spec?.egress ?? []).map(({ to }, index) => [`spec.egress[${index}].to`, to] as const),
  ];
  return blocks.flatMap(([field, peers = []]) =>
    peers.flatMap(({ ipBlock }, index) => {
      const place = `${field}[${index}].ipBlock`;
      if (!ipBlock) return [];
      const except = (ipBlock.except ?? []).flatMap((part, at) => cidrWarnings(`${place}.except[${at}]`, part));
      return [...cidrWarnings(`${place}.cidr`, ipBlock.cidr), ...except];
    }),
  );
}
