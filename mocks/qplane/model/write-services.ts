import type { EnvironmentModel } from './environment-model.ts';
import type { EventStoreModel, ObjectStoreModel, StoreReferenceModel } from './service-model.ts';

/** A value of the model, or the product's default where the snapshot spells defaults out. */
export type Fill = <Value>(value: Value | undefined, standard: Value) => Value | undefined;

/** `services` of the snapshot, in the order of the reference's example (qplane.md section 3). */
export function writeServices({ eventStores, objectStores }: EnvironmentModel['services'], fill: Fill): object {
  return {
    event_stores: eventStores.map((store) => writeEventStore(store, fill)),
    object_stores: objectStores.map((store) => writeObjectStore(store, fill)),
  };
}

/** `{id, disabled}`. */
export function writeReference(store: StoreReferenceModel | undefined, fill: Fill): object | undefined {
  return store && { id: store.id, disabled: fill(store.disabled, false) };
}

function writeEventStore(store: EventStoreModel, fill: Fill): object {
  const { id, type } = store;
  switch (store.type) {
    case 'pulse': {
      const { token } = store;
      const url = fill(store.url, 'https://api-pulse.qpoint.io');
      return { id, type, url, token, allow_insecure: fill(store.allowInsecure, false) };
    }
    case 'axiom':
      return { id, type, token: store.token };
    case 'otel': {
      const { endpoint, protocol, serviceName, environment, tls } = store;
      return {
        ...{ id, type, endpoint, protocol },
        headers: store.headers && new Map(Object.entries(store.headers)),
        ...{ service_name: serviceName, environment },
        tls: tls && { enabled: tls.enabled, insecure_skip_verify: tls.insecureSkipVerify },
      };
    }
    default:
      return { id, type };
  }
}

function writeObjectStore(store: ObjectStoreModel, fill: Fill): object {
  const { id, type } = store;
  const base = { event_store: writeReference(store.eventStore, fill) };
  switch (store.type) {
    case 's3':
      return {
        ...{ id, type },
        endpoint: fill(store.endpoint, 's3.amazonaws.com'),
        bucket: store.bucket,
        region: fill(store.region, 'us-east-1'),
        access_url: store.accessUrl,
        insecure: fill(store.insecure, false),
        access_key: store.keys?.accessKey,
        secret_key: store.keys?.secretKey,
        ...base,
      };
    case 'qpoint':
      return { id, type, url: fill(store.url, 'https://warehouse.qpoint.io'), token: store.token, ...base };
    default:
      return { id, type, ...base };
  }
}
