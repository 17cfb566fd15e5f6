import type { V1Service, V1ServicePort, V1ServiceSpec } from '@kubernetes/client-node';
import { duplicate, type FieldError, forbiddenField, invalidValue, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { validateEndpointIp } from './endpoints.ts';
import { validateCidr, validateIp } from './ip-address.ts';
import { validateLabels } from './metadata.ts';
import {
  checked,
  dns1123Label,
  dns1123Subdomain,
  oneOf,
  oneOfIfSet,
  portNumber,
  portNumberOrName,
  qualifiedName,
} from './names.ts';
import { isHeadless, validateClusterIps } from './service-addresses.ts';

type Spec = Wire<V1ServiceSpec>;

const rangesKey = 'service.beta.kubernetes.io/load-balancer-source-ranges';
const hintsKey = 'service.kubernetes.io/topology-aware-hints';
const modeKey = 'service.kubernetes.io/topology-mode';

/** Source: kubernetes `validateService`, 1.34. */
export function validateService({ metadata, spec = {} }: Wire<V1Service>): FieldError[] {
  const ports = spec.ports ?? [];
  const annotations = metadata?.annotations ?? {};
  const errors: FieldError[] = [];
  const [hints, mode] = [annotations[hintsKey], annotations[modeKey]];
  if (hints !== undefined && mode !== undefined && hints !== mode) {
    const detail = `must match annotations[${hintsKey}] when both are specified`;
    errors.push(invalidValue(`metadata.annotations[${modeKey}]`, mode, detail));
  }
  if (!ports.length && !isHeadless(spec) && spec.type !== 'ExternalName') errors.push(required('spec.ports', ''));
  return [
    ...errors,
    ...validateType(spec),
    ...validatePorts('spec.ports', ports, spec.type),
    ...validateLabels('spec.selector', spec.selector),
    ...oneOf('spec.sessionAffinity', spec.sessionAffinity, ['ClientIP', 'None']),
    ...validateAffinity('spec.sessionAffinityConfig', spec),
    ...validateClusterIps(spec),
    ...(spec.externalIPs ?? []).flatMap((address, index) => {
      const found = validateIp(`spec.externalIPs[${index}]`, address);
      return found.length ? found : validateEndpointIp(`spec.externalIPs[${index}]`, address);
    }),
    ...oneOf('spec.type', spec.type, ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']),
    ...validateRanges(spec, annotations[rangesKey]),
    ...validateBalancer(spec),
    ...validateTraffic(spec),
  ];
}

function validateType(spec: Spec): FieldError[] {
  const { type, clusterIPs = [] } = spec;
  if (isHeadless(spec) && (type === 'LoadBalancer' || type === 'NodePort'))
    return [invalidValue('spec.clusterIPs[0]', clusterIPs[0], `may not be set to 'None' for ${type} services`)];
  if (type !== 'ExternalName') return [];
  const cannot = (name: string) => forbiddenField(`spec.${name}`, 'may not be set for ExternalName services');
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  return [
    ...(clusterIPs.length ? [cannot('clusterIPs')] : []),
    ...(spec.ipFamilies?.length ? [cannot('ipFamilies')] : []),
    ...(spec.ipFamilyPolicy === undefined ? [] : [cannot('ipFamilyPolicy')]),
    ...(name ? checked(dns1123Subdomain, 'spec.externalName', name) : [required('spec.externalName', '')]),
  ];
}

function validatePorts(field: string, ports: readonly Wire<V1ServicePort>[], type: string | undefined): FieldError[] {
  const names = new Set<string>();
  const [places, nodePorts] = [new Set<string>(), new Set<string>()];
  const first = ports.flatMap((port, index) => {
    const path = `${field}[${index}]`;
    const errors: FieldError[] = [];
    if (!port.name && ports.length > 1) errors.push(required(`${path}.name`, ''));
    else if (port.name) {
      errors.push(...checked(dns1123Label, `${path}.name`, port.name));
      if (names.has(port.name)) errors.push(duplicate(`${path}.name`, port.name));
      names.add(port.name);
    }
    errors.push(...portNumber(port.port).map((problem) => invalidValue(`${path}.port`, port.port, problem)));
    errors.push(...oneOf(`${path}.protocol`, port.protocol, ['SCTP', 'TCP', 'UDP']));
    errors.push(...portNumberOrName(`${path}.targetPort`, port.targetPort));
    if (port.appProtocol === undefined) return errors;
    return [...errors, ...checked(qualifiedName, `${path}.appProtocol`, port.appProtocol)];
  });
  const repeated = ports.flatMap(({ protocol = '', port, nodePort }, index) => {
    const path = `${field}[${index}]`;
    const errors: FieldError[] = [];
    if (nodePort && type === 'ClusterIP')
      errors.push(forbiddenField(`${path}.nodePort`, "may not be used when `type` is 'ClusterIP'"));
    if (nodePort && nodePorts.has(`${protocol}/${nodePort}`)) errors.push(duplicate(`${path}.nodePort`, nodePort));
    nodePorts.add(`${protocol}/${nodePort}`);
    if (places.has(`${protocol}/${port}`)) errors.push(duplicate(path, goServicePort(protocol, port)));
    places.add(`${protocol}/${port}`);
    return errors;
  });
  return [...first, ...repeated];
}

/** The server prints its internal structure, with only what makes the duplicate. */
function goServicePort(protocol: string, port: number): unknown {
  return { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 };
}

/** In seconds: a day. */
const maxAffinity = 86_400;

function validateAffinity(field: string, { sessionAffinity, sessionAffinityConfig: config }: Spec): FieldError[] {
  if (sessionAffinity === 'None')
    return config ? [forbiddenField(field, 'must not be set when session affinity is None')] : [];
  if (sessionAffinity !== 'ClientIP') return [];
  const timeout = config?.clientIP?.timeoutSeconds;
  const path = `${field}.clientIP.timeoutSeconds`;
  if (timeout === undefined) return [required(path, 'when session affinity type is ClientIP')];
  if (timeout > 0 && timeout <= maxAffinity) return [];
  return [invalidValue(path, timeout, `must be greater than 0 and less than ${maxAffinity}`)];
}

function validateRanges(
  { type, loadBalancerSourceRanges: ranges = [] }: Spec,
  annotation: string | undefined,
): FieldError[] {
  const only = "may only be used when `type` is 'LoadBalancer'";
  if (ranges.length) {
    const field = 'spec.LoadBalancerSourceRanges';
    return [
      ...(type === 'LoadBalancer' ? [] : [forbiddenField(field, only)]),
      ...ranges.flatMap((range, index) => validateCidr(`${field}[${index}]`, range.trim())),
    ];
  }
  if (annotation === undefined) return [];
  const field = `metadata.annotations[${rangesKey}]`;
  return [
    ...(type === 'LoadBalancer' ? [] : [forbiddenField(field, only)]),
    ...(annotation.trim() ? annotation.split(',').flatMap((range) => validateCidr(field, range.trim())) : []),
  ];
}

function validateBalancer(spec: Spec): FieldError[] {
  const { type, loadBalancerClass, allocateLoadBalancerNodePorts } = spec;
  if (type === 'LoadBalancer')
    return loadBalancerClass === undefined ? [] : checked(qualifiedName, 'spec.loadBalancerClass', loadBalancerClass);
  const only = "may only be used when `type` is 'LoadBalancer'";
  return [
    ...(allocateLoadBalancerNodePorts === undefined
      ? []
      : [forbiddenField('spec.allocateLoadBalancerNodePorts', only)]),
    ...(loadBalancerClass === undefined ? [] : [forbiddenField('spec.loadBalancerClass', only)]),
  ];
}

/** Source: kubernetes `service.ExternallyAccessible`. */
export function isExternal({ type, externalIPs }: Spec): boolean {
  return type === 'NodePort' || type === 'LoadBalancer' || (type === 'ClusterIP' && Boolean(externalIPs?.length));
}

function validateTraffic(spec: Spec): FieldError[] {
  const { externalTrafficPolicy: external, healthCheckNodePort: health, internalTrafficPolicy } = spec;
  const errors: FieldError[] = [];
  const path = 'spec.externalTrafficPolicy';
  if (isExternal(spec)) errors.push(...oneOf(path, external, ['Cluster', 'Local']));
  else if (external) errors.push(invalidValue(path, external, 'may only be set for externally-accessible services'));
  const checks = spec.type === 'LoadBalancer' && external === 'Local';
  if (health) {
    const only = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    const problems = checks ? portNumber(health) : [only];
    errors.push(...problems.map((problem) => invalidValue('spec.healthCheckNodePort', health, problem)));
  }
  errors.push(...oneOfIfSet('spec.internalTrafficPolicy', internalTrafficPolicy, ['Cluster', 'Local']));
  const distribution = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
  return [...errors, ...oneOfIfSet('spec.trafficDistribution', spec.trafficDistribution, distribution)];
}
