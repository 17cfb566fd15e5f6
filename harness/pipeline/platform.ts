import { randomBytes } from 'node:crypto';
import { createPulse, type Pulse } from '../../mocks/pulse/pulse.ts';
import { pulseRoute } from '../../mocks/pulse/pulse-route.ts';
import { createQplane, type Qplane } from '../../mocks/qplane/qplane.ts';
import { qplaneRoute } from '../../mocks/qplane/qplane-route.ts';
import { createEdge, type Edge } from '../edge/edge.ts';
import type { EdgeRoute } from '../edge/edge-route.ts';
import { role } from '../edge/hosts.ts';
import { noPushChannel } from '../edge/no-push-channel.ts';
import { qpointCloudStorage } from '../edge/qpoint-cloud-storage.ts';
import {
  type CertificateAuthority,
  createCertificateAuthority,
} from '../environments/embedded/certificates/certificate-authority.ts';
import type { ImageCatalog } from '../environments/embedded/cluster/kubelet/image-catalog.ts';
import type { NodeOptions } from '../environments/embedded/cluster/kubelet/node-object.ts';
import { createEmbeddedStore, startEmbedded } from '../environments/embedded/start-embedded.ts';
import type { ObjectStore } from '../environments/embedded/store/object-store.ts';
import type { Environment } from '../environments/environment.ts';
import { iamService } from '../iam/api/iam-service.ts';
import { createIam, type Iam } from '../iam/iam.ts';

export interface PlatformOptions {
  /** Identity of the run: stands in names. */
  readonly runId: string;
  readonly seed: number;
  /** Config snapshot that Qplane serves, YAML. */
  readonly snapshot: string;
  /** Region of the customer's bucket. */
  readonly region: string;
  /** Of the one environment that Qplane and Pulse know. */
  readonly registrationToken: string;
  /** What runs for an image. */
  readonly images: ImageCatalog;
  readonly nodes: readonly NodeOptions[];
  readonly realTime: boolean;
  readonly runDirectory: string;
  /** Served before the platform's own. */
  readonly routes?: readonly EdgeRoute[];
}

/** Everything that stands around the agents: object store, Qplane, Pulse, Edge and a cluster whose pods reach them. */
export interface Platform extends AsyncDisposable {
  readonly environment: Environment;
  readonly edge: Edge;
  readonly qplane: Qplane;
  readonly pulse: Pulse;
  readonly iam: Iam;
  readonly objects: ObjectStore;
  readonly ca: CertificateAuthority;
}

/** Starts a platform, its bucket and users still to be made. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const {
    runId,
    seed,
    snapshot,
    region,
    registrationToken,
    runDirectory,
    images,
    realTime,
    nodes,
    routes = [],
  } = options;
  await using stack = new AsyncDisposableStack();
  const ca = await createCertificateAuthority({ runId });
  const root = {
    accessKeyId: `AKIAROOT${randomBytes(4).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
  const iam = createIam();
  iam.addAccessKey({ ...root, user: 'root' });
  const objects = createEmbeddedStore({
    accounts: iam,
    otherServices: iamService(iam),
    region,
    directory: runDirectory,
  });

  const account = { token: registrationToken, orgId: `org_${runId}` };
  const qplane = createQplane({ environments: [{ ...account, seed, snapshot }] });
  const pulse = createPulse({ environments: [account] });
  const own = [qplaneRoute(qplane), pulseRoute(pulse), storeRoute(objects), ...qpointCloudStorage(), noPushChannel];
  const edge = stack.use(await createEdge({ ca, routes: [...routes, ...own] }));
  const environment = stack.use(
    await startEmbedded({
      ca,
      images,
      runDirectory,
      realTime,
      nodes,
      externalConnection: (socket, { pod, port }) =>
        edge.accept(socket, { caller: { namespace: pod.namespace, pod: pod.name, node: pod.node }, port }),
      store: objects,
      root,
      region,
    }),
  );
  const owned = stack.move();
  return { environment, edge, qplane, pulse, iam, objects, ca, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function storeRoute(store: ObjectStore): EdgeRoute {
  return {
    name: 'object-store',
    matches: (host) => role(host) === 'object-store',
    handle: (request, response) =>
      store.handle(request as Parameters<ObjectStore['handle']>[0], response as Parameters<ObjectStore['handle']>[1]),
    recordBodies: false,
  };
}
