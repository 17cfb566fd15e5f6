import { expect, test } from 'vitest';
import { resolveName } from './resolve-name.ts';
import { ServiceTable } from './service-table.ts';

const services = new ServiceTable();
const backends = ['10.244.0.2', '10.244.0.3'].map((ip) => ({ ip, port: 80 }));
services.set({ namespace: 'shop', name: 'web', clusterIP: '10.96.0.1', ports: [] });
services.set({ namespace: 'bank', name: 'web', clusterIP: '10.96.0.2', ports: [] });
services.set({ namespace: 'shop', name: 'peers', clusterIP: 'None', ports: [{ port: 80, backends }] });
services.set({ namespace: 'shop', name: 'nobody', clusterIP: 'None', ports: [{ port: 80, backends: [] }] });

const sources = { services, nodes: new Map([['node-1', '172.18.0.2']]), externalAddress: '198.51.100.1' };
const scope = {
  namespace: 'shop',
  hostname: 'pod-1',
  ip: '10.244.0.9',
  hostAliases: new Map([['web.bank', '10.0.0.1']]),
};

test.each([
  ['web', ['10.96.0.1']],
  ['WEB.shop.svc.cluster.local.', ['10.96.0.1']],
  ['web.bank.svc', ['10.96.0.2']],
  ['web.bank', ['10.0.0.1']],
  ['localhost', ['127.0.0.1']],
  ['pod-1', ['10.244.0.9']],
  ['node-1', ['172.18.0.2']],
  ['192.0.2.7', ['192.0.2.7']],
  ['api.example.com', ['198.51.100.1']],
  ['web.nowhere', ['198.51.100.1']],
  ['nobody', undefined],
  ['unknown', undefined],
  ['web.nowhere.svc', undefined],
  ['web.cluster.local', undefined],
])('%s resolves to %s', (name, addresses) => expect(resolveName(name, scope, sources)).toEqual(addresses));

test.each([
  ['web', undefined],
  ['web.bank.svc', undefined],
  ['web.shop.svc.cluster.local', undefined],
  ['api.example.com', ['198.51.100.1']],
  ['node-1', ['172.18.0.2']],
  ['localhost', ['127.0.0.1']],
])("the node's resolver answers %s with %s", (name, addresses) =>
  expect(resolveName(name, { ...scope, usesNodeResolver: true }, sources)).toEqual(addresses),
);

test('a headless Service gives its backends, another first each time', () => {
  const given = [0, 1, 2].map(() => resolveName('peers', scope, sources));
  expect(given).toEqual([
    ['10.244.0.2', '10.244.0.3'],
    ['10.244.0.3', '10.244.0.2'],
    ['10.244.0.2', '10.244.0.3'],
  ]);
});
