import assert from 'node:assert/strict';
import {
  allOf,
  beforeStore,
  inSnapshot,
  inStore,
  leakSearchFor,
  morePlugins,
  ownStoreEntry,
  qpointStore,
  scanInputsToOwnStore,
  storeFirst,
  trialScenario,
} from '../harness/index.ts';

const exchanges = 40;

trialScenario(
  {
    name: 'object-store-order',
    title: 'Payloads that do not land in the own bucket are seen where they go',
    about: `The guide sets the object store before the first agent connects, because without one payloads go to Qpoint's cloud. Each
      trial breaks that order, or the list of stores, and the run says where payloads went.`,
    tags: ['storage', 'privacy', 'guide'],
    notOn: { existing: 'payloads would leave for a host of the run, whose answers no bucket of yours gives' },
  },
  [
    {
      id: 'agent-before-store',
      title: 'agents connect while Qplane still has the storage of a new account',
      leaks: true,
      how: 'behaviour',
      exchanges,
      before: beforeStore,
      ends: /^Payloads land in Qpoint's cloud \(warehouse\.qpoint\.io\) although .*before its object store was set/,
      at: ownStoreEntry,
      shows: ({ collected }) => {
        const { objects = [], exchanges = [] } = collected?.evidence ?? {};
        const sent = exchanges.filter(({ host, method }) => host === 'warehouse.qpoint.io' && method === 'PUT');
        assert.ok(sent.length > 0, 'no payload went to warehouse.qpoint.io');
        assert.equal(objects.length, 0, 'the own bucket holds objects');
        return `${sent.length} payloads went to warehouse.qpoint.io, the own bucket is empty`;
      },
    },
    {
      id: 'own-store-second',
      title: "the own bucket stands after Qpoint's storage",
      leaks: true,
      how: 'behaviour',
      exchanges,
      change: storeFirst(qpointStore),
      ends: /^Payloads land in Qpoint's cloud \(warehouse\.qpoint\.io\).*your bucket is entry 2 of object_stores/,
      at: /id: warehouse/,
    },
    {
      id: 'payload-leaves-account',
      title: "http_capture stores in Qpoint's storage, the scan inputs in the own bucket",
      leaks: true,
      how: 'behaviour',
      exchanges,
      change: allOf(
        storeFirst(qpointStore),
        scanInputsToOwnStore,
        morePlugins({ type: 'http_capture', config: { level: 'full', object_store: { id: qpointStore.id } } }),
      ),
      ends: /^Payloads land in Qpoint's cloud \(warehouse\.qpoint\.io\): http_capture stores in "warehouse"/,
      at: /type: http_capture/,
      shows: ({ collected, plan }) => {
        const search = leakSearchFor(plan?.traffic ?? assert.fail('no traffic'));
        const sent = collected?.evidence.exchanges.filter(({ host }) => host === 'warehouse.qpoint.io') ?? [];
        const holding = sent.filter(({ requestBody }) => search.search(requestBody).leaks.length > 0);
        assert.ok(holding.length > 0, 'no planted value went to warehouse.qpoint.io');
        return `${holding.length} requests to warehouse.qpoint.io hold planted values`;
      },
    },
    {
      id: 'no-object-store',
      title: 'the list of object stores is empty',
      how: 'behaviour',
      exchanges,
      change: inSnapshot('config.services.object_stores', []),
      ends: /^Nothing is stored: the snapshot lists no object store/,
      at: /object_stores:/,
    },
    {
      id: 'no-object-store',
      title: 'the object store is disabled',
      how: 'behaviour',
      exchanges,
      change: inSnapshot('config.services.object_stores', [{ id: 'artifacts', type: 'disabled' }]),
      ends: /^Payloads are stored nowhere \(the store is disabled\)/,
      at: /id: artifacts/,
    },
    {
      id: 'store-type-typo',
      title: 'the type of the store is written S3',
      leaks: true,
      how: 'behaviour',
      exchanges,
      change: inStore('type', 'S3'),
      ends: /^Payloads are printed to Qtap's log \(store type "S3" is none that Qtap knows/,
      at: ({ snapshot }) => snapshot.objectStores.find(({ type }) => type === 'S3')?.at,
      shows: ({ collected, plan }) => {
        const search = leakSearchFor(plan?.traffic ?? assert.fail('no traffic'));
        const logs = collected?.evidence.logs.filter(({ text }) => search.holdsValue(text)) ?? [];
        assert.ok(logs.length > 0, 'no log holds a body');
        return `the log of ${logs.map(({ pod }) => pod).join(', ')} holds bodies`;
      },
    },
  ],
);
