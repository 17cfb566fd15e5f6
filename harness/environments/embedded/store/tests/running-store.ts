import { S3, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { AuthorizationDecision, AuthorizationRequest, Principal } from '../accounts.ts';
import { createObjectStore, type ObjectStore, type ObjectStoreOptions } from '../object-store.ts';

export const bucket = 'acme-artifacts';
export const region = 'eu-central-1';

export const owner = principal('AKIDOWNER', 'owner-secret', '000000000000');
export const stranger = principal('AKIDSTRANGER', 'stranger-secret', '111111111111');

function principal(accessKeyId: string, secretAccessKey: string, accountId: string): Principal {
  return {
    accessKeyId,
    secretAccessKey,
    accountId,
    arn: `arn:aws:iam::${accountId}:user/${accessKeyId.toLowerCase()}`,
  };
}

export interface RunningStore extends AsyncDisposable {
  readonly store: ObjectStore;
  readonly endpoint: string;
  /** Rights that were asked for. */
  readonly asked: AuthorizationRequest[];
  readonly faults: unknown[];
  /** `action resource` patterns that are denied from now on. */
  readonly denied: Set<string>;
  /** A client of the owner; ends with the store. */
  client(config?: S3ClientConfig): S3;
}

/** A store on a loopback port with one bucket, two accounts and rights that a test takes away. */
export async function runStore(options: Partial<ObjectStoreOptions> = {}): Promise<RunningStore> {
  const asked: AuthorizationRequest[] = [];
  const faults: unknown[] = [];
  const denied = new Set<string>();
  const principals = new Map([owner, stranger].map((known) => [known.accessKeyId, known]));
  const store = createObjectStore({
    region,
    onFault: (fault) => faults.push(fault),
    accounts: {
      find: (accessKeyId) => principals.get(accessKeyId),
      authorize(request): AuthorizationDecision {
        asked.push(request);
        const asking = principals.get(request.accessKeyId ?? '')?.accountId;
        const owning = request.bucket?.accountId ?? asking;
        if (asking === undefined || asking !== owning) return { allowed: false, reason: 'Access Denied' };
        return denied.has(request.action)
          ? { allowed: false, reason: `no right to ${request.action}` }
          : { allowed: true };
      },
      checkBucketPolicy: () => ({ isPublic: false }),
    },
    ...options,
  });
  store.createBucket(bucket);
  const { endpoint } = await store.listen();
  const clients: S3[] = [];
  return {
    store,
    endpoint,
    asked,
    faults,
    denied,
    client(config = {}) {
      const client = new S3({
        endpoint,
        region,
        forcePathStyle: true,
        credentials: owner,
        maxAttempts: 1,
        ...config,
      });
      clients.push(client);
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
      await store[Symbol.asyncDispose]();
    },
  };
}
