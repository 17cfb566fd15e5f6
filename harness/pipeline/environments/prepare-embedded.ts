import { randomBytes } from 'node:crypto';
import type { ImageCatalog } from '../../environments/embedded/cluster/kubelet/image-catalog.ts';
import type { NodeOptions } from '../../environments/embedded/cluster/kubelet/node-object.ts';
import { createEmbeddedStore, startEmbedded } from '../../environments/embedded/start-embedded.ts';
import { isBucketName } from '../../environments/embedded/store/storage/bucket-name.ts';
import { iamService } from '../../iam/api/iam-service.ts';
import type { PlatformBasis } from '../platform.ts';
import type { PreparedEnvironment, StoreSetUp } from './prepared-environment.ts';

export interface EmbeddedNeeds {
  readonly runDirectory: string;
  readonly realTime: boolean;
  readonly nodes: readonly NodeOptions[];
  /** What runs for an image. */
  readonly images: ImageCatalog;
  readonly setUp: StoreSetUp;
}

/** Everything in this process: the store is at hand, and pods connect by the network's own table. */
export function prepareEmbedded({ setUp, ...needs }: EmbeddedNeeds, { ca, iam }: PlatformBasis): PreparedEnvironment {
  const { region, clock } = setUp;
  const root = {
    accessKeyId: `AKIAROOT${randomBytes(4).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
  iam.addAccessKey({ ...root, user: 'root' });
  const otherServices = iamService(iam);
  const store = createEmbeddedStore({
    ...{ accounts: iam, otherServices, region, directory: needs.runDirectory },
    ...(clock !== undefined && { clock }),
  });
  const made = setUp.buckets.filter(isBucketName);
  for (const bucket of made) store.createBucket(bucket);
  const { ownKey, furtherKeys, user, policies } = setUp;
  for (const key of ownKey === undefined ? furtherKeys : [ownKey, ...furtherKeys]) iam.addAccessKey({ ...key, user });
  for (const { bucket, document } of policies)
    if (made.includes(bucket)) iam.putUserPolicy(user, 'artifacts', document);
  return {
    store,
    start: (accept) =>
      startEmbedded({
        ...needs,
        ca,
        store,
        root,
        region,
        externalConnection: (socket, { pod, port }) =>
          accept(socket, { caller: { namespace: pod.namespace, pod: pod.name, node: pod.node }, port }),
      }),
  };
}
