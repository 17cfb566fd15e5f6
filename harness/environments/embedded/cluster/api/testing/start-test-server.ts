import { createCertificateAuthority } from '../../../certificates/certificate-authority.ts';
import { type ClusterState, createClusterState } from '../cluster-state.ts';
import type { NodeAgent } from '../node-agent.ts';
import { type ApiServer, startApiServer } from '../server/api-server.ts';
import type { Endpoint } from './https-call.ts';

export interface TestServer extends AsyncDisposable {
  readonly server: ApiServer;
  readonly state: ClusterState;
  readonly endpoint: Endpoint;
}

/** An API server with an empty cluster and certificates of its own. */
export async function startTestServer(nodeAgent?: NodeAgent): Promise<TestServer> {
  const ca = await createCertificateAuthority({ runId: 'test' });
  const { certPem, keyPem } = await ca.issue({ names: ['localhost'], ips: ['127.0.0.1'] });
  const state = createClusterState({ rootCa: ca.certPem });
  const certificate = { caPem: ca.certPem, certPem, keyPem };
  const server = await startApiServer({ state, certificate, ...(nodeAgent && { nodeAgent }) });
  return {
    server,
    state,
    endpoint: { url: server.url, token: server.token, ca: ca.certPem },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
