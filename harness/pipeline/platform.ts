import { type Ably, createAbly } from '../../mocks/ably/ably.ts';
import { ablyRoute } from '../../mocks/ably/ably-route.ts';
import { createPulse, type Pulse } from '../../mocks/pulse/pulse.ts';
import { pulseRoute } from '../../mocks/pulse/pulse-route.ts';
import type { PulseSettings } from '../../mocks/pulse/settings.ts';
import { createQplane, type Qplane } from '../../mocks/qplane/qplane.ts';
import { qplaneRoute } from '../../mocks/qplane/qplane-route.ts';
import { createEdge, type Edge } from '../edge/edge.ts';
import type { EdgeRoute } from '../edge/edge-route.ts';
import { createFaultPlan, type FaultPlan } from '../edge/faults/fault-plan.ts';
import { role } from '../edge/hosts.ts';
import { qpointCloudStorage } from '../edge/qpoint-cloud-storage.ts';
import {
  type CertificateAuthority,
  createCertificateAuthority,
} from '../environments/embedded/certificates/certificate-authority.ts';
import type { Environment } from '../environments/environment.ts';
import { createIam, type Iam } from '../iam/iam.ts';
import type { PreparedEnvironment, StoreFront } from './environments/prepared-environment.ts';

export interface PlatformOptions {
  /** Identity of the run: stands in names. */
  readonly runId: string;
  readonly seed: number;
  /** Config snapshot that Qplane serves, YAML. */
  readonly snapshot: string;
  /** Of the one environment that Qplane and Pulse know. */
  readonly registrationToken: string;
  /** Chooses where everything takes place. */
  readonly environment: (basis: PlatformBasis) => PreparedEnvironment | Promise<PreparedEnvironment>;
  /** Served before the platform's own. */
  readonly routes?: readonly EdgeRoute[];
  /** What of Pulse shall be otherwise than by default. */
  readonly pulse?: Partial<PulseSettings>;
}

/** What stands before an environment does, and is the same in each. */
export interface PlatformBasis {
  /** Signs the Edge's certificates. */
  readonly ca: CertificateAuthority;
  /** Judges who may do what at S3. */
  readonly iam: Iam;
}

/** Everything that stands around the agents: object store, Qplane, Pulse, Edge and a cluster whose pods reach them. */
export interface Platform extends PlatformBasis, AsyncDisposable {
  readonly environment: Environment;
  readonly edge: Edge;
  /** Puts faults on the way to what the Edge serves; empty at first. */
  readonly faults: FaultPlan;
  /** Of the one environment that Qplane and Pulse know. */
  readonly orgId: string;
  readonly qplane: Qplane;
  /** How Qplane reaches agents. */
  readonly ably: Ably;
  readonly pulse: Pulse;
}

/** Starts a platform. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { runId, seed, snapshot, registrationToken, routes = [], pulse: settings = {} } = options;
  await using stack = new AsyncDisposableStack();
  const ca = await createCertificateAuthority({ runId });
  const iam = createIam();
  const prepared = await options.environment({ ca, iam });

  const { acceptsToken } = prepared;
  const account = {
    token: registrationToken,
    orgId: `org_${runId}`,
    ...(acceptsToken !== undefined && { accepts: acceptsToken }),
  };
  const ably = createAbly({ orgIds: [account.orgId] });
  const qplane = createQplane({ environments: [{ ...account, seed, snapshot }], announce: ably.announce });
  const pulse = createPulse({ environments: [account], settings });
  const store = storeRoute(prepared.store);
  const own = [qplaneRoute(qplane), pulseRoute(pulse), store, ...qpointCloudStorage(), ablyRoute(ably)];
  const faults = createFaultPlan({ seed });
  const edge = stack.use(await createEdge({ ca, routes: [...routes, ...own], faults }));
  const environment = stack.use(await prepared.start((socket, from) => edge.accept(socket, from)));
  const owned = stack.move();
  const { orgId } = account;
  const mocks = { qplane, ably, pulse };
  return { environment, edge, faults, orgId, ...mocks, iam, ca, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function storeRoute(store: StoreFront): EdgeRoute {
  return {
    name: 'object-store',
    matches: (host) => role(host) === 'object-store',
    handle: (request, response) =>
      store.handle(request as Parameters<StoreFront['handle']>[0], response as Parameters<StoreFront['handle']>[1]),
    recordBodies: false,
  };
}
