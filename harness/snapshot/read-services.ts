import type { ConfigNode } from './config-node.ts';
import type { EventStore, ObjectStore, StoreReference, ValueSource } from './snapshot.ts';

const eventStoreTypes = ['pulse', 'stdout', 'axiom', 'otel', 'disabled', 'pulse-streaming', 'pulse-legacy'];
const eventStoreKeys = ['id', 'type', 'url', 'allow_insecure', 'token', 'dataset'];
const otelKeys = ['endpoint', 'protocol', 'headers', 'service_name', 'environment', 'tls'];
const storeKeys = ['id', 'type', 'event_store', 'url', 'token'];
const s3Keys = ['endpoint', 'bucket', 'region', 'access_url', 'insecure', 'access_key', 'secret_key'];

export function readEventStores(list: ConfigNode): EventStore[] {
  return list.items().map((store) => {
    const type = requiredType(store);
    store.expect(...eventStoreKeys, ...otelKeys);
    if (!eventStoreTypes.includes(type)) store.get('type').remark(`Qtap knows no event store of type "${type}"`);
    return {
      at: store.at,
      id: store.get('id').text(),
      type,
      url: store.get('url').text('https://api-pulse.qpoint.io'),
      token: readValueSource(store.get('token')),
      allowInsecure: store.get('allow_insecure').boolean(),
    };
  });
}

/** An `event_store.id` that no event store has refuses the whole config. */
export function readObjectStores(list: ConfigNode, eventStores: readonly EventStore[]): ObjectStore[] {
  return list.items().map((store) => {
    const eventStore = readStoreReference(store.get('event_store'));
    if (eventStore.id !== '' && !eventStores.some(({ id }) => id === eventStore.id)) {
      throw store.get('event_store').get('id').error(`is wrong: event store id="${eventStore.id}" does not exist`);
    }
    return readObjectStore(store, eventStore);
  });
}

/** Reads `{id, disabled}`. */
export function readStoreReference(node: ConfigNode): StoreReference {
  node.expect('id', 'disabled');
  return { id: node.get('id').text(), disabled: node.get('disabled').boolean() };
}

function readObjectStore(store: ConfigNode, eventStore: StoreReference): ObjectStore {
  const type = requiredType(store);
  const base = { at: store.at, id: store.get('id').text(), type, eventStore };
  switch (type) {
    case 's3':
      store.expect(...storeKeys, ...s3Keys);
      return {
        ...base,
        kind: 's3',
        endpoint: store.get('endpoint').text('s3.amazonaws.com'),
        bucket: store.get('bucket').text(),
        region: store.get('region').text('us-east-1'),
        accessUrl: store.get('access_url').text(),
        insecure: store.get('insecure').boolean(),
        accessKey: readValueSource(store.get('access_key')),
        secretKey: readValueSource(store.get('secret_key')),
      };
    case 'qpoint':
      store.expect(...storeKeys);
      return {
        ...base,
        kind: 'qpoint',
        url: store.get('url').text('https://warehouse.qpoint.io'),
        token: readValueSource(store.get('token')),
      };
    case 'otel':
    case 'disabled':
      store.expect(...storeKeys, ...otelKeys);
      return { ...base, kind: type };
    case 'stdout':
      store.expect(...storeKeys);
      return { ...base, kind: 'console' };
    default:
      store.get('type').remark(`"${type}" is no type of object store, so Qtap prints payloads to its log instead`);
      return { ...base, kind: 'console' };
  }
}

function requiredType(store: ConfigNode): string {
  const type = store.get('type').text();
  if (type === '') throw store.error('has no type');
  return type;
}

function readValueSource(node: ConfigNode): ValueSource | undefined {
  if (!node.present) return undefined;
  node.expect('type', 'value');
  const type = node.get('type').text();
  if (type !== 'env' && type !== 'text') {
    node.remark(`a value source of type "${type}" is always empty: the types are env and text`);
  }
  return { at: node.at, type, value: node.get('value').text() };
}
