import { resolveValue } from '../../../harness/snapshot/resolve-value.ts';
import type { S3Store as S3Settings, ObjectStore as Settings } from '../../../harness/snapshot/snapshot.ts';
import type { Durations } from '../durations.ts';
import type { Log } from '../log.ts';
import { unknowns } from '../unknowns.ts';
import { noStore, type ObjectStore } from './object-store.ts';
import { S3Store } from './s3-store.ts';
import { WarehouseStore } from './warehouse-store.ts';

export interface StoreContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly durations: Durations;
  readonly log: Pick<Log, 'info'>;
  /** Prints what goes to the console store. */
  readonly print: (text: string) => void;
}

/** Makes the store that the snapshot describes; throws with the product's own words where it cannot be initialised. */
export function createObjectStore(settings: Settings, context: StoreContext): ObjectStore {
  switch (settings.kind) {
    case 's3':
      return createS3Store(settings, context);
    case 'qpoint': {
      if (!settings.url.startsWith('https://')) throw new Error('provide an https:// url for the object store');
      const token = resolveValue(settings.token, context.environment);
      return new WarehouseStore({ url: settings.url, token, durations: context.durations });
    }
    case 'console':
      return {
        put: async ({ bytes }) => {
          context.print(`${bytes.toString()}\n`);
          return undefined;
        },
      };
    case 'otel':
    case 'disabled':
      return noStore;
  }
}

/** The checks in the order of reference, artifacts.md section 6. */
function createS3Store(settings: S3Settings, { environment, durations, log }: StoreContext): ObjectStore {
  const { accessKey, secretKey, endpoint, bucket, region, accessUrl, insecure } = settings;
  if (bucket === '') throw new Error('bucket is required');
  const isAmbient = unknowns.ambientCredentials && accessKey === undefined && secretKey === undefined;
  const accessKeyId = isAmbient ? (environment.AWS_ACCESS_KEY_ID ?? '') : resolveValue(accessKey, environment);
  const secretAccessKey = isAmbient ? (environment.AWS_SECRET_ACCESS_KEY ?? '') : resolveValue(secretKey, environment);
  if (isAmbient) {
    if (accessKeyId === '' || secretAccessKey === '') throw new Error('failed to retrieve credentials from chain');
    log.info('successfully authenticated to S3', { provider: 'environment' });
  }
  if (accessKeyId !== '' && secretAccessKey === '') {
    throw new Error('secret_key is required when access_key is provided');
  }
  if (secretAccessKey !== '' && accessKeyId === '') {
    throw new Error('access_key is required when secret_key is provided');
  }
  if (accessKey?.type === 'env' && accessKeyId === '') {
    throw new Error(`s3 access key env var (${accessKey.value}) is empty or not set`);
  }
  if (accessKeyId === '') throw new Error('access_key is required');
  if (endpoint.includes('/')) {
    throw new Error('failed to create s3 object store: Endpoint url cannot have fully qualified paths.');
  }
  return new S3Store({
    endpoint,
    bucket,
    region,
    insecure,
    accessUrl,
    credentials: { accessKeyId, secretAccessKey, region },
    durations,
  });
}
