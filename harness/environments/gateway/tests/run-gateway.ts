import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3, type S3ClientConfig } from '@aws-sdk/client-s3';
import { createEdge } from '../../../edge/edge.ts';
import { role } from '../../../edge/hosts.ts';
import { createIam, type Iam } from '../../../iam/iam.ts';
import { createCertificateAuthority } from '../../embedded/certificates/certificate-authority.ts';
import type { ObjectStoreAccess } from '../../environment.ts';
import { createStoreGateway, type StoreGateway } from '../store-gateway.ts';
import { serveGateway } from './serve-gateway.ts';

export const region = 'eu-central-1';

export interface RunningGateway extends AsyncDisposable {
  readonly iam: Iam;
  readonly gateway: StoreGateway;
  /** The gateway at an Edge, as a client on the machine reaches it: hosts of S3 lead there. */
  readonly edge: { readonly port: number; readonly ca: string; readonly caFile: string };
  /** Straight to the gateway, path style. */
  readonly endpoint: string;
  /** The store behind, with keys that may do everything. */
  readonly behind: S3;
  readonly bucket: string;
  readonly faults: unknown[];
  /** A client of the gateway with these keys. */
  client(credentials: { accessKeyId: string; secretAccessKey: string }, config?: S3ClientConfig): S3;
}

/** Keys of a user that may put into the bucket, read from it and list it. */
export const agent = { accessKeyId: 'AKIDAGENT', secretAccessKey: 'agent-secret' };

/** Keys of a user that may do nothing. */
export const nobody = { accessKeyId: 'AKIDNOBODY', secretAccessKey: 'nobody-secret' };

/** A gateway before a store, with a bucket of its own there and an IAM that knows `agent` and `nobody`. */
export async function runGateway(upstream: ObjectStoreAccess): Promise<RunningGateway> {
  await using stack = new AsyncDisposableStack();
  const bucket = `gateway-${Date.now().toString(36)}-${process.pid}`;
  const access = { endpoint: upstream.endpoint, region, forcePathStyle: true, maxAttempts: 1 };
  const clients: S3[] = [];
  const connect = (config: S3ClientConfig) => {
    const client = new S3({ ...access, ...config });
    clients.push(client);
    return client;
  };
  stack.defer(() => {
    for (const client of clients) client.destroy();
  });
  const behind = connect({ credentials: upstream });
  await behind.createBucket({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } });
  stack.defer(async () => {
    const { Contents = [] } = await behind.listObjectsV2({ Bucket: bucket });
    for (const { Key } of Contents) await behind.deleteObject({ Bucket: bucket, Key });
    await behind.deleteBucket({ Bucket: bucket });
  });

  const iam = createIam();
  iam.addAccessKey({ ...agent, user: 'agent' });
  iam.addAccessKey({ ...nobody, user: 'nobody' });
  const Action = ['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload', 's3:ListBucket', 's3:DeleteObject'];
  const Resource = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  iam.putUserPolicy('agent', 'own', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
  const faults: unknown[] = [];
  const onFault = (fault: unknown) => faults.push(fault);
  const gateway = stack.use(
    createStoreGateway({ accounts: iam, region, upstream: Promise.resolve(upstream), onFault }),
  );

  const ca = await createCertificateAuthority({ runId: 'gateway' });
  const route = {
    name: 'object-store',
    matches: (host: string) => role(host) === 'object-store',
    handle: (request: unknown, response: unknown) => gateway.handle(...([request, response] as HandleParameters)),
    recordBodies: false,
  };
  const edge = stack.use(await createEdge({ ca, routes: [route] }));
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const caFile = join(folder, 'ca.crt');
  await writeFile(caFile, ca.certPem);
  const { port } = await edge.listen();
  const { endpoint } = stack.use(await serveGateway(gateway));
  const owned = stack.move();
  return {
    iam,
    gateway,
    edge: { port, ca: ca.certPem, caFile },
    endpoint,
    behind,
    bucket,
    faults,
    client: (credentials, config = {}) => connect({ endpoint, credentials, ...config }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

type HandleParameters = Parameters<StoreGateway['handle']>;
