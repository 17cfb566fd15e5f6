import type { JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';
import type { Fault } from './fault.ts';

const group = '/apis/networking.k8s.io/v1';
const apiVersion = 'networking.k8s.io/v1';

function policy(name: string, spec: JsonObject): Fault {
  return {
    name: `NetworkPolicy ${name}`,
    path: `${group}/namespaces/{ns}/networkpolicies?dryRun=All`,
    body: { apiVersion, kind: 'NetworkPolicy', metadata: { name: 'n' }, spec },
  };
}

function peer(name: string, fields: JsonObject): Fault {
  return policy(name, { podSelector: {}, egress: [{ to: [fields] }] });
}

function port(name: string, fields: JsonObject): Fault {
  return policy(name, { podSelector: {}, ingress: [{ ports: [fields] }] });
}

function ingress(name: string, spec: JsonObject, annotations: JsonObject = {}): Fault {
  return {
    name: `Ingress ${name}`,
    path: `${group}/namespaces/{ns}/ingresses?dryRun=All`,
    body: { apiVersion, kind: 'Ingress', metadata: { name: 'i', annotations }, spec },
  };
}

const service = { name: 'web', port: { number: 80 } };
const backend = { service };

function path(name: string, fields: JsonObject): Fault {
  return ingress(name, { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend, ...fields }] } }] });
}

function ingressClass(name: string, spec: JsonObject): Fault {
  return {
    name: `IngressClass ${name}`,
    path: `${group}/ingressclasses?dryRun=All`,
    body: { apiVersion, kind: 'IngressClass', metadata: { name: 'c' }, spec },
  };
}

export const networkingFaults: readonly Fault[] = [
  policy('of three types', { podSelector: {}, policyTypes: ['Ingress', 'Egress', 'Ingress'] }),
  policy('of an unknown type', { podSelector: {}, policyTypes: ['Both'] }),
  policy('with a bad selector', { podSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } }),
  peer('with an empty peer', {}),
  peer('with a block beside a selector', { ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }),
  peer('with a bad block', { ipBlock: { cidr: '10.0.0.0' } }),
  peer('without a block', { ipBlock: { cidr: '' } }),
  peer('with an exception outside the block', { ipBlock: { cidr: '10.0.0.0/8', except: ['192.168.0.0/16'] } }),
  peer('with an exception as large as the block', { ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] } }),
  peer('with a bad exception', { ipBlock: { cidr: '10.0.0.0/8', except: ['x'] } }),
  port('with an unknown protocol', { protocol: 'ICMP' }),
  port('with port 0', { port: 0 }),
  port('with a bad port name', { port: 'a_b' }),
  port('with a range upside down', { port: 90, endPort: 80 }),
  port('with an end only', { endPort: 80 }),
  port('with an end to a name', { port: 'http', endPort: 80 }),
  port('with a range too far', { port: 90, endPort: 70_000 }),
  ingress('of nothing', {}),
  ingress('of no rules', { rules: [] }),
  ingress('without paths', { rules: [{ http: { paths: [] } }] }),
  ingress('for an address', { rules: [{ host: '10.0.0.1' }] }),
  ingress('for a bad host', { rules: [{ host: 'Exa_mple' }] }),
  ingress('for a bad wildcard', { rules: [{ host: 'a.*.example.com', http: { paths: [] } }] }),
  ingress('of a bad class', { defaultBackend: backend, ingressClassName: 'A_b' }),
  ingress('of two classes', { defaultBackend: backend, ingressClassName: 'a' }, { 'kubernetes.io/ingress.class': 'b' }),
  ingress('with TLS for a bad host', { defaultBackend: backend, tls: [{ hosts: ['*', 'a b'], secretName: 'S_' }] }),
  ingress('without a backend', { defaultBackend: {} }),
  ingress('of a resource without a kind', { defaultBackend: { resource: { name: 'x' } } }),
  ingress('of a service and a resource', { defaultBackend: { service, resource: { kind: 'A', name: 'x' } } }),
  path('without a path type', { pathType: null }),
  path('of an unknown path type', { pathType: 'Regex' }),
  path('of an empty path type, to nothing', { pathType: '', backend: {} }),
  path('of a relative path', { path: 'a' }),
  path('of a path with dots', { path: '/a/../b//c' }),
  path('of a path that ends with dots', { path: '/a/..' }),
  path('of a relative path for the implementation', { path: 'a', pathType: 'ImplementationSpecific' }),
  path('to no port', { backend: { service: { name: 'web' } } }),
  path('to two ports', { backend: { service: { name: 'web', port: { name: 'a', number: 1 } } } }),
  path('to a port out of range', { backend: { service: { name: 'web', port: { number: 70_000 } } } }),
  path('to a service with a bad name', { backend: { service: { name: '1web', port: { number: 80 } } } }),
  ingressClass('without a controller', {}),
  ingressClass('of a bad controller', { controller: 'nginx' }),
  ingressClass('of a controller with a bad domain', { controller: 'A_b/c' }),
  ingressClass('with a namespace for the cluster', {
    controller: 'a.b/c',
    parameters: { kind: 'K', name: 'n', namespace: 'x' },
  }),
  ingressClass('without a namespace', {
    controller: 'a.b/c',
    parameters: { kind: 'K', name: 'n', scope: 'Namespace' },
  }),
  ingressClass('of an unknown scope', { controller: 'a.b/c', parameters: { kind: 'K', scope: 'World' } }),
];
