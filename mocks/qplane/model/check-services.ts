import type { EnvironmentModel } from './environment-model.ts';
import { refuse, repeated } from './refuse.ts';
import type { ObjectStoreModel, ValueSourceModel } from './service-model.ts';

type S3Store = Extract<ObjectStoreModel, { type: 's3' }>;

/** Throws `InputError`; yields what Qtap takes without a word (reference, qplane.md section 4, artifacts.md sections 2 and 6). */
export function* checkServices({ eventStores, objectStores }: EnvironmentModel['services']): Generator<string> {
  checkIds('services.event_stores', eventStores);
  checkIds('services.object_stores', objectStores);
  for (const [index, store] of eventStores.entries()) {
    const path = `services.event_stores[${index}]`;
    if (store.type === 'pulse' && !store.allowInsecure && store.url !== undefined && !/^https:\/\//i.test(store.url)) {
      refuse(`${path}.url`, `is not https, which Qtap refuses: set allowInsecure, or begin it with https://`);
    }
    if (store.type === 'pulse' && store.token.value === '') {
      refuse(
        `${path}.token`,
        'is always empty, for which Qtap ends at its start: name a variable, as REGISTRATION_TOKEN',
      );
    }
    if (store.type === 'axiom') yield* checkSource(`${path}.token`, store.token);
  }
  for (const [index, store] of objectStores.entries()) {
    const path = `services.object_stores[${index}]`;
    const wanted = store.eventStore?.id;
    if (wanted !== undefined && !eventStores.some(({ id }) => id === wanted)) {
      refuse(`${path}.event_store.id`, `is ${JSON.stringify(wanted)}: ${choices('event store', eventStores)}`);
    }
    if (store.type === 's3') yield* checkS3(path, store);
    if (store.type === 'qpoint') {
      if (store.url !== undefined && !/^https:\/\//i.test(store.url)) {
        refuse(`${path}.url`, 'is not https, which is all that Qpoint’s cloud storage speaks: begin it with https://');
      }
      yield* checkSource(`${path}.token`, store.token);
    }
  }
  const [first] = objectStores;
  if (first === undefined) yield 'services.object_stores is empty: nothing is kept, and nothing is said';
  else if (first.type !== 's3' && objectStores.some(({ type }) => type === 's3')) {
    yield `services.object_stores[0] is of type ${first.type}: payloads go there unless a plugin names the bucket's store`;
  }
}

/** Ends a sentence about an id that nobody has. */
export function choices(kind: string, stores: readonly { readonly id: string }[]): string {
  const ids = stores.map(({ id }) => JSON.stringify(id)).join(', ');
  return ids === '' ? `there is no ${kind}, add one` : `no ${kind} has this id, take one of ${ids} or add it`;
}

function checkIds(path: string, stores: readonly { readonly id: string }[]): void {
  const unnamed = stores.findIndex(({ id }) => id === '');
  if (unnamed >= 0) refuse(`${path}[${unnamed}]`, 'has no id, by which others name it: give it one');
  const twice = repeated(stores, ({ id }) => id);
  if (twice !== undefined) {
    const id = JSON.stringify(stores[twice]?.id);
    refuse(`${path}[${twice}]`, `has the id ${id} of another one: give each its own`);
  }
}

function* checkSource(path: string, { type, value }: ValueSourceModel): Generator<string> {
  if (value !== '') return;
  yield `${path} is always empty: ${type === 'env' ? 'no variable is named' : 'its text is'}`;
}

function* checkS3(path: string, { endpoint, bucket, region, accessUrl, keys }: S3Store): Generator<string> {
  if (bucket === '') refuse(`${path}.bucket`, 'is empty, and without one Qtap does not set the store up: name it');
  if (endpoint?.includes('://')) {
    refuse(`${path}.endpoint`, 'has a scheme, with which Qtap cannot set the store up: leave host[:port] of it');
  }
  const hostRegion = /^s3[.-](?:dualstack\.)?([a-z0-9-]+)\.amazonaws\.com$/.exec(endpoint ?? '')?.[1];
  const signed = region ?? 'us-east-1';
  if (hostRegion !== undefined && hostRegion !== signed) {
    yield `${path}.endpoint is of ${hostRegion}, but Qtap goes where region says: ${signed}`;
  }
  if (!accessUrl) yield `${path}.access_url is missing: records of objects may have an empty URL`;
  else if (!accessUrl.includes('{{DIGEST}}')) {
    yield `${path}.access_url holds no {{DIGEST}}: every record has the same URL`;
  }
  if (keys === undefined) {
    yield `${path} has no keys: one version of Qtap looks for them around itself, the other does not set the store up`;
    return;
  }
  yield* checkSource(`${path}.access_key`, keys.accessKey);
  yield* checkSource(`${path}.secret_key`, keys.secretKey);
}
