import { type Ably, createAbly } from '../../mocks/ably/ably.ts';
import { ablyRoute } from '../../mocks/ably/ably-route.ts';
import { createPulse, type Pulse } from '../../mocks/pulse/pulse.ts';
import { pulseRoute } from '../../mocks/pulse/pulse-route.ts';
import type { PulseSettings } from '../../mocks/pulse/settings.ts';
import { type IssuedEnvironment, type IssuedTokens, issueTokens } from '../../mocks/qplane/issue-tokens.ts';
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
  /** Config snapshot that Qplane serves: YAML, or the model of it. */
  readonly snapshot: IssuedEnvironment['snapshot'];
  /** What the agents show. Stands for an environment of the run's own, unless one of `environments` has it. */
  readonly registrationToken: string;
  /** What Qplane and Pulse know beside it. Default: nothing. */
  readonly environments?: readonly IssuedEnvironment[];
  /** Chooses where everything takes place. */
  readonly environment: (basis: PlatformBasis) => PreparedEnvironment | Promise<PreparedEnvironment>;
  /** Served before the platform's own. */
  readonly routes?: readonly EdgeRoute[];
  /** What of Pulse shall be otherwise than by default. */
  readonly pulse?: Partial<PulseSettings>;
  /** A proxy stands before the Edge and shows certificates of a CA of its own, which no pod trusts. */
  readonly isIntercepted?: boolean;
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
  /** Of the environment that the registration token stands for. */
  readonly orgId: string;
  readonly qplane: Qplane;
  /** How Qplane reaches agents. */
  readonly ably: Ably;
  readonly pulse: Pulse;
  /** From now on Qplane and Pulse refuse the token. */
  readonly expireToken: IssuedTokens['expire'];
}

/** Starts a platform. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { runId, seed, snapshot, registrationToken, routes = [], pulse: settings = {}, isIntercepted } = options;
  await using stack = new AsyncDisposableStack();
  const ca = await createCertificateAuthority({ runId });
  const iam = createIam();
  const prepared = await options.environment({ ca, iam });

  const { acceptsToken } = prepared;
  const own: IssuedEnvironment = {
    ...{ token: registrationToken, orgId: `org_${runId}`, snapshot },
    ...(acceptsToken !== undefined && { accepts: acceptsToken }),
  };
  const given = options.environments ?? [];
  const holder = given.find(({ token, expiredTokens = [] }) => [token, ...expiredTokens].includes(registrationToken));
  const known = holder === undefined ? [own, ...given] : given;
  const { environments, expire: expireToken } = issueTokens(known.map((each) => ({ seed, ...each })));
  const ably = createAbly({ orgIds: known.map(({ orgId }) => orgId) });
  const qplane = createQplane({ environments, announce: ably.announce });
  const pulse = createPulse({ environments, settings });
  const store = storeRoute(prepared.store);
  const platform = [qplaneRoute(qplane), pulseRoute(pulse), store, ...qpointCloudStorage(), ablyRoute(ably)];
  const faults = createFaultPlan({ seed });
  const shown = isIntercepted ? await createCertificateAuthority({ runId: `${runId}-proxy` }) : ca;
  const edge = stack.use(await createEdge({ ca: shown, routes: [...routes, ...platform], faults }));
  const environment = stack.use(await prepared.start((socket, from) => edge.accept(socket, from)));
  const owned = stack.move();
  return {
    ...{ environment, edge, faults, qplane, ably, pulse, iam, ca, expireToken },
    orgId: (holder ?? own).orgId,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
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
