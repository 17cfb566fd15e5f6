import type { Fault } from './fault.ts';
import { configMap, configMaps, secret, secrets } from './manifests.ts';

export const configMapsAndSecretsFaults: readonly Fault[] = [
  { name: 'bad config key', path: configMaps, body: configMap({ data: { 'a b': 'x' } }) },
  { name: 'key in both maps', path: configMaps, body: configMap({ data: { a: 'x' }, binaryData: { a: 'eA==' } }) },
  { name: 'bad secret key', path: secrets, body: secret({ stringData: { '..a': 'x' } }) },
  {
    name: 'TLS secret without its keys',
    path: secrets,
    body: secret({ type: 'kubernetes.io/tls', data: { 'tls.crt': 'eA==' } }),
  },
  {
    name: 'docker config that is none',
    path: secrets,
    body: secret({ type: 'kubernetes.io/dockerconfigjson', data: {} }),
  },
];
