import { createPulse, type Pulse } from '../../../mocks/pulse/pulse.ts';
import { pulseRoute } from '../../../mocks/pulse/pulse-route.ts';
import { createQplane } from '../../../mocks/qplane/qplane.ts';
import { qplaneRoute } from '../../../mocks/qplane/qplane-route.ts';
import { createEdge } from '../../edge/edge.ts';
import type { EdgeRoute } from '../../edge/edge-route.ts';
import { createCertificateAuthority } from '../../environments/embedded/certificates/certificate-authority.ts';

export interface MocksOptions {
  /** Config snapshot that Qplane serves, YAML. */
  readonly snapshot: string;
  /** Served before the mocks' own. */
  readonly routes?: readonly EdgeRoute[];
}

/** Qplane and Pulse behind an Edge of their own, as a platform has them, without cluster and store. */
export interface Mocks extends AsyncDisposable {
  readonly origin: URL;
  readonly caPem: string;
  /** The one token that both accept. */
  readonly token: string;
  readonly pulse: Pulse;
}

/** Starts the mocks on a port of 127.0.0.1. */
export async function startMocks({ snapshot, routes = [] }: MocksOptions): Promise<Mocks> {
  const account = { token: 'token-of-the-contract', orgId: 'org_contract', seed: 1, snapshot };
  const ca = await createCertificateAuthority({ runId: 'contract' });
  const pulse = createPulse({ environments: [account] });
  const own = [qplaneRoute(createQplane({ environments: [account] })), pulseRoute(pulse)];
  const edge = await createEdge({ ca, routes: [...routes, ...own] });
  const { port } = await edge.listen();
  return {
    origin: new URL(`http://127.0.0.1:${port}`),
    caPem: ca.certPem,
    token: account.token,
    pulse,
    [Symbol.asyncDispose]: () => edge[Symbol.asyncDispose](),
  };
}
